import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { connect, type Socket } from 'node:net'
import { describe, expect, it, onTestFinished } from 'vitest'
import { startServer } from '../support/binary.ts'

const get = (url: string, agent: Agent): Promise<{ status: number; connection: string; text: string }> =>
  new Promise((resolve, reject) => {
    const sent = request(url, { agent }, (answer) => {
      let text = ''
      answer.on('data', (chunk: Buffer) => (text += chunk.toString()))
      answer.on('end', () =>
        resolve({ status: answer.statusCode ?? 0, connection: answer.headers.connection ?? '', text }),
      )
    })
    sent.on('error', reject)
    sent.end()
  })

/** A connection on which the server has answered: what waits to be accepted would be lost. */
const talking = async (port: number, hostname: string): Promise<Socket> => {
  const socket = connect(port, hostname)
  socket.on('error', () => undefined)
  socket.write('GET /livez HTTP/1.1\r\nHost: x\r\n\r\n')
  await once(socket, 'data')
  return socket
}

/** Waits until what came on a connection, in however many pieces, is this. */
const expectHeard = async (socket: Socket, text: RegExp): Promise<void> => {
  let heard = ''
  socket.on('data', (chunk: Buffer) => (heard += chunk.toString()))
  await expect.poll(() => heard).toMatch(text)
}

describe('stopping the server', () => {
  it('finishes what is under way, says it is not ready, and takes nobody new', async () => {
    const server = await startServer()
    const { hostname, port } = new URL(server.url)
    const agent = new Agent({ keepAlive: true, maxSockets: 1 })
    onTestFinished(() => agent.destroy())
    expect((await get(`${server.url}/readyz`, agent)).status).toBe(200)

    // A register whose body is still on its way when the signal comes.
    const slow = await talking(Number(port), hostname)
    const body = 'code=ISR-77777777&host=10.0.0.7'
    const head = ['POST /register HTTP/1.1', 'Host: x', 'Content-Type: application/x-www-form-urlencoded', `Content-Length: ${body.length}`]
    slow.write(`${head.join('\r\n')}\r\n\r\n${body.slice(0, 10)}`)
    // And a connection on which the next request starts before the signal, so that it stays open.
    const lingering = await talking(Number(port), hostname)
    lingering.write('GET /readyz HTTP/1.1\r\nHost: x\r\n')
    await get(`${server.url}/livez`, agent)

    const ended = server.stop('SIGTERM')
    await expect.poll(() => server.output()).toContain('stopping')
    await expect
      .poll(() => new Promise((resolve) => connect(Number(port), hostname).on('connect', () => resolve('taken')).on('error', () => resolve('refused'))))
      .toBe('refused')
    lingering.write('\r\n')
    await expectHeard(lingering, /^HTTP\/1\.1 503 [\s\S]*restarting/)
    slow.write(body.slice(10))
    await expectHeard(slow, /^HTTP\/1\.1 200 [\s\S]*"code":"ISR-77777777"/)
    expect(await ended).toBe(0)

    const again = await startServer([], { folder: server.folder })
    expect((await fetch(`${again.url}/resolve?code=ISR-77777777`)).status).toBe(200)
  })

  it('ends at once on a second signal', async () => {
    const server = await startServer()
    const { hostname, port } = new URL(server.url)
    const slow = connect(Number(port), hostname)
    await once(slow, 'connect')
    slow.on('error', () => undefined)
    slow.write('POST /register HTTP/1.1\r\nHost: x\r\nContent-Length: 10\r\n\r\n')
    await fetch(`${server.url}/livez`)
    server.process.kill('SIGTERM')
    await expect.poll(() => server.output()).toContain('a second signal ends at once')
    expect(await server.stop('SIGTERM')).toBe(1)
  })
})
