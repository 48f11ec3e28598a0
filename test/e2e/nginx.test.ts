/**
 * The shipped nginx file in front of the real server. Clients come from distinct loopback
 * addresses, as they would from distinct places.
 */

import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
  request as ask,
} from 'node:http'
import { request as askSecurely } from 'node:https'
import { type AddressInfo, connect } from 'node:net'
import { join } from 'node:path'
import { connect as connectTls } from 'node:tls'
import { describe, expect, it, onTestFinished } from 'vitest'
import { type RunningServer, startServer } from '../support/binary.ts'
import { canRunNginx, NAME, type Nginx, startNginx } from '../support/nginx.ts'

type Question = {
  readonly method?: string
  /** The address it is asked from. */
  readonly from?: string
  readonly headers?: Record<string, string>
  readonly body?: unknown
}

type Answer = { status: number; headers: IncomingHttpHeaders; text: string; json(): unknown }

const readText = async (response: IncomingMessage): Promise<string> => {
  let text = ''
  for await (const chunk of response) text += String(chunk)
  return text
}

const sendTo = async (
  url: string,
  ca: string | undefined,
  { method = 'GET', from = '127.0.0.1', headers = {}, body }: Question = {},
): Promise<IncomingMessage> => {
  const content = body === undefined ? '' : JSON.stringify(body)
  const typed = body === undefined ? headers : { 'Content-Type': 'application/json', ...headers }
  const options = { method, localAddress: from, agent: false, headers: typed } as const
  // The certificate is checked against its name, as a browser does.
  const secure = { ...options, ca, servername: NAME }
  const request = url.startsWith('https:') ? askSecurely(url, secure) : ask(url, options)
  request.end(content)
  const [response] = (await once(request, 'response')) as [IncomingMessage]
  return response
}

const call = async (url: string, ca?: string, question?: Question): Promise<Answer> => {
  const response = await sendTo(url, ca, question)
  const text = await readText(response)
  const { statusCode: status = 0, headers } = response
  return { status, headers, text, json: () => JSON.parse(text) as unknown }
}

type Site = {
  readonly server: RunningServer
  readonly nginx: Nginx
  readonly bearer: Record<string, string>
  readonly token: string
  /** Asks through nginx by https. */
  viaTls(path: string, question?: Question): Promise<Answer>
  /** Asks the server on its own port, as existing hosts do. */
  directly(path: string, question?: Question): Promise<Answer>
}

const startSite = async (flags: string[] = []): Promise<Site> => {
  const server = await startServer(['--trusted-proxies', '127.0.0.1', ...flags])
  const nginx = await startNginx(Number(new URL(server.url).port))
  const token = readFileSync(join(server.folder, 'owner-token'), 'utf8').trim()
  return {
    server,
    nginx,
    token,
    bearer: { Authorization: `Bearer ${token}` },
    viaTls: (path, question) => call(`https://127.0.0.1:${nginx.tls}${path}`, nginx.ca, question),
    directly: (path, question) => call(`${server.url}${path}`, undefined, question),
  }
}

const register = (code: string, host: string): [string, Question] => [
  `/register?code=${code}&host=${host}`,
  { method: 'POST' },
]

/** Sends raw bytes and returns everything that comes back until the other side closes. */
const exchange = async (socket: NodeJS.ReadWriteStream, bytes: string): Promise<string> => {
  socket.write(bytes)
  let text = ''
  for await (const chunk of socket) text += String(chunk)
  return text
}

const nextEvent = async (stream: AsyncIterator<Buffer>, name: string): Promise<string> => {
  let text = ''
  for (;;) {
    const found = new RegExp(`event: ${name}\ndata: (.*)\n\n`).exec(text)?.[1]
    if (found !== undefined) return found
    const { done, value } = await stream.next()
    if (done) throw new Error(`the stream ended before "${name}": ${text}`)
    text += value.toString()
  }
}

const canRun = canRunNginx()

describe.skipIf(!canRun)('the registry behind the shipped nginx file', () => {
  it('registers and resolves over https while old hosts use the plain port', async () => {
    const { viaTls, directly } = await startSite()
    expect((await viaTls(...register('ISR-11112222', '192.0.2.1'))).status).toBe(200)
    expect((await directly(...register('ISR-33334444', '192.0.2.2'))).status).toBe(200)
    const found = { success: true, code: 'ISR-11112222', host: '192.0.2.1', port: 5900 }
    expect((await directly('/resolve?code=ISR-11112222')).json()).toEqual(found)
    const answer = await viaTls('/resolve?code=ISR-33334444')
    expect(answer.json()).toMatchObject({ host: '192.0.2.2' })
    expect(answer.headers['strict-transport-security']).toBe('max-age=31536000')
    expect(answer.headers['server']).toBe('nginx')
    expect((await directly('/status')).headers['strict-transport-security']).toBeUndefined()
  })

  it('on port 80 answers hosts without a redirect and sends browsers to https', async () => {
    const { nginx } = await startSite()
    const plain = `http://127.0.0.1:${nginx.plain}`
    const [path, question] = register('ISR-11112222', '192.0.2.1')
    expect((await call(plain + path, undefined, question)).status).toBe(200)
    const answers = [
      await call(`${plain}/resolve?code=ISR-11112222`),
      await call(`${plain}/info?code=ISR-11112222`),
      await call(`${plain}/status`),
      await call(`${plain}/list`),
      await call(`${plain}/delete?code=ISR-11112222`, undefined, { method: 'POST' }),
    ]
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 401, 401])
    const page = await call(`${plain}/docs?x=1`, undefined, { headers: { Host: NAME } })
    expect([page.status, page.headers.location]).toEqual([308, `https://${NAME}/docs?x=1`])
  })

  it('limits and bans the true address of a client, and no other', async () => {
    const { viaTls, bearer } = await startSite(['--misses-per-address', '3'])
    await viaTls(...register('ISR-11112222', '192.0.2.1'))
    const guess = (from: string, code: string, claimed = '198.51.100.7'): Promise<Answer> =>
      viaTls(`/resolve?code=${code}`, {
        from,
        headers: { 'X-Forwarded-For': claimed, 'X-Real-IP': claimed },
      })
    // A new claim about the address each time does not help the one who guesses.
    for (const last of [1, 2, 3]) {
      const wrong = await guess('127.0.0.2', `ISR-5555000${last}`, `198.51.100.${last}`)
      expect(wrong.status).toBe(404)
    }
    const spent = await guess('127.0.0.2', 'ISR-11112222', '198.51.100.9')
    expect(spent.status).toBe(429)
    expect(Number(spent.headers['retry-after'])).toBeGreaterThan(0)
    expect((await guess('127.0.0.3', 'ISR-11112222')).status).toBe(200)

    expect((await guess('127.0.0.4', 'ISR-00000000')).status).toBe(404)
    expect((await guess('127.0.0.4', 'ISR-11112222')).status).toBe(429)
    expect((await guess('127.0.0.3', 'ISR-11112222')).status).toBe(200)
    // A ban holds at once, and is listed when it is on the disk.
    const list = async (): Promise<unknown> => (await viaTls('/v1/bans', { headers: bearer })).json()
    await expect.poll(list).toEqual({
      bans: [expect.objectContaining({ address: '127.0.0.4', code: 'ISR-00000000' })],
    })
  })

  it('does not take a client of nginx for somebody at the machine itself', async () => {
    const { viaTls, directly, bearer } = await startSite()
    expect((await directly('/metrics')).status).toBe(200)
    expect((await viaTls('/metrics')).status).toBe(401)
    expect((await viaTls('/metrics', { headers: bearer })).text).toContain('isr_codes 0')
  })

  it('marks the cookie as Secure over https, and believes that of nginx only', async () => {
    const { viaTls, directly, nginx, token } = await startSite()
    const body = { token }
    const Origin = `https://127.0.0.1:${nginx.tls}`
    const secure = await viaTls('/v1/sign-ins', { method: 'POST', body, headers: { Origin } })
    expect(secure.status).toBe(201)
    expect(secure.headers['set-cookie']?.join()).toMatch(/; HttpOnly; SameSite=Strict; .*; Secure$/)
    const claimed = { 'X-Forwarded-Proto': 'https' }
    const from = '127.0.0.2'
    const plain = await directly('/v1/sign-ins', { method: 'POST', body, headers: claimed, from })
    expect(plain.status).toBe(201)
    expect(plain.headers['set-cookie']?.join()).not.toContain('Secure')
    const foreign = { Origin: 'https://evil.example' }
    const forged = await viaTls('/v1/sign-ins', { method: 'POST', body, headers: foreign })
    expect(forged.status).toBe(403)
  })

  it('hands each live event on at once', async () => {
    const { nginx, directly, bearer } = await startSite()
    const url = `https://127.0.0.1:${nginx.tls}/v1/events`
    const response = await sendTo(url, nginx.ca, { headers: bearer })
    onTestFinished(() => void response.destroy())
    expect(response.headers['content-type']).toBe('text/event-stream')
    const stream: AsyncIterator<Buffer> = response[Symbol.asyncIterator]()
    // What happens next happens because this has come: nginx, if it gathered events, would hand them
    // on with the end of the stream only.
    const snapshot = await nextEvent(stream, 'snapshot')
    expect(JSON.parse(snapshot)).toMatchObject({ hosts: [], total: 0 })
    await directly(...register('ISR-11112222', '192.0.2.1'))
    const delta = await nextEvent(stream, 'delta')
    expect(JSON.parse(delta)).toMatchObject({ upserted: [{ code: 'ISR-11112222' }], total: 1 })
    expect(response.readableEnded).toBe(false)
  })

  it('lets the server refuse a large body in its own words, and a huge one itself', async () => {
    const { viaTls } = await startSite()
    const post = (bytes: number): Promise<Answer> =>
      viaTls('/v1/resolve', { method: 'POST', body: { code: 'x'.repeat(bytes) } })
    const large = await post(70 * 1024)
    expect(large.json()).toMatchObject({ status: 413, code: 'body_too_large' })
    const huge = await post(200 * 1024)
    expect([huge.status, huge.headers['content-type']]).toEqual([413, 'text/html'])
  })

  it('serves HTTP/1.0 clients that send no Host', async () => {
    const { nginx, directly } = await startSite()
    await directly(...register('ISR-11112222', '192.0.2.1'))
    const bytes = 'GET /resolve?code=ISR-11112222 HTTP/1.0\r\n\r\n'
    const tls = connectTls({ port: nginx.tls, host: '127.0.0.1', ca: nginx.ca, servername: NAME })
    await once(tls, 'secureConnect')
    const answers = [
      await exchange(tls, bytes),
      await exchange(connect(nginx.plain, '127.0.0.1'), bytes),
    ]
    for (const answer of answers) {
      expect(answer).toMatch(/^HTTP\/1\.1 200 OK\r\n/)
      expect(answer).toMatch(/\r\n\r\n\{"success":true,"code":"ISR-11112222",.*\}$/)
      expect(answer.toLowerCase()).not.toContain('transfer-encoding')
    }
  })
})

/** An upstream of our own, for what the server itself does not speak yet or hints nginx about. */
const startUpstream = async (): Promise<number> => {
  let feed: ServerResponse | undefined
  const upstream = createServer((request, response) => {
    const { upgrade, connection } = request.headers
    if (request.url === '/v1/more') feed?.write('event: second\ndata: 2\n\n')
    if (request.url !== '/v1/events') {
      response.end(JSON.stringify({ upgrade: upgrade ?? null, connection: connection ?? null }))
      return
    }
    // Without the X-Accel-Buffering by which the server itself turns nginx's buffer off.
    response.writeHead(200, { 'Content-Type': 'text/event-stream' })
    response.write('event: first\ndata: 1\n\n')
    feed = response
  })
  upstream.on('upgrade', (request, socket) => {
    const { upgrade, connection, 'x-forwarded-for': forwardedFor } = request.headers
    socket.write(
      'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n' +
        `${upgrade} ${connection} ${forwardedFor?.toString()} `,
    )
    socket.on('data', (chunk: Buffer) => socket.end(chunk.toString().toUpperCase()))
  })
  upstream.listen(0, '127.0.0.1')
  await once(upstream, 'listening')
  onTestFinished(() => {
    upstream.closeAllConnections()
    upstream.close()
  })
  return (upstream.address() as AddressInfo).port
}

describe.skipIf(!canRun)('the shipped nginx file', () => {
  it('passes an upgrade on, and bytes both ways after it', async () => {
    const nginx = await startNginx(await startUpstream())
    const tls = connectTls({ port: nginx.tls, host: '127.0.0.1', ca: nginx.ca, servername: NAME })
    await once(tls, 'secureConnect')
    const wish = ['Connection: Upgrade', 'Upgrade: websocket']
    tls.write(['GET /v1/control HTTP/1.1', `Host: ${NAME}`, ...wish, '', ''].join('\r\n'))
    let text = ''
    tls.on('data', (chunk: Buffer) => (text += chunk.toString()))
    await expect.poll(() => text).toContain('websocket upgrade 127.0.0.1 ')
    expect(text).toMatch(/^HTTP\/1\.1 101 /)
    const closed = once(tls, 'close')
    tls.write('ping through the pipe')
    await closed
    expect(text).toMatch(/PING THROUGH THE PIPE$/)
  })

  it('asks for no upgrade when the client did not', async () => {
    const nginx = await startNginx(await startUpstream())
    const answer = await call(`https://127.0.0.1:${nginx.tls}/v1/server`, nginx.ca)
    expect(answer.json()).toEqual({ upgrade: null, connection: null })
  })

  it('does not gather the live feed, whatever the server says', async () => {
    const upstream = await startUpstream()
    const nginx = await startNginx(upstream)
    const response = await sendTo(`https://127.0.0.1:${nginx.tls}/v1/events`, nginx.ca)
    onTestFinished(() => void response.destroy())
    const stream: AsyncIterator<Buffer> = response[Symbol.asyncIterator]()
    expect(await nextEvent(stream, 'first')).toBe('1')
    // Said only now, on the same stream: the first did not come because the stream had ended.
    await call(`http://127.0.0.1:${upstream}/v1/more`)
    expect(await nextEvent(stream, 'second')).toBe('2')
  })
})
