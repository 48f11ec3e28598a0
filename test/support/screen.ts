/** A page of a screen that speaks its WebSocket by hand, and hosts whose service it opens. */

import { once } from 'node:events'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import type { WebSocket } from 'ws'
import { SCREEN_PATH, type ScreenAnswer } from '../../src/protocol/screen.ts'
import { openSocket, type Reachable } from './host.ts'

/** A page that keeps what it gets and how it was closed. */
export type TestPage = {
  readonly socket: WebSocket
  readonly say: (message: unknown) => void
  readonly send: (bytes: string | Buffer) => void
  /** The first answer of a type, now or when it comes; fails when the page is closed before. */
  readonly next: <Type extends ScreenAnswer['type']>(type: Type) => Promise<Extract<ScreenAnswer, { type: Type }>>
  /** Bytes that arrived. */
  readonly received: () => Buffer
  readonly closed: Promise<{ code: number; reason: string }>
}

/** Connects a page and says its first words, where there are any. */
export const openPage = async (
  app: Pick<Reachable, 'url' | 'call' | 'time'>,
  headers: Record<string, string>,
  first?: unknown,
): Promise<TestPage> => {
  const socket = await openSocket(app, SCREEN_PATH, headers)
  const answers: ScreenAnswer[] = []
  const chunks: Buffer[] = []
  const looking = new Set<() => void>()
  let end: { code: number; reason: string } | undefined
  const look = (): void => looking.forEach((each) => each())
  socket.on('message', (data: Buffer, isBinary: boolean) => {
    if (isBinary) return void chunks.push(data)
    answers.push(JSON.parse(data.toString()) as ScreenAnswer)
    look()
  })
  socket.on('error', () => undefined)
  const closed = once(socket, 'close').then(([code, reason]) => {
    end = { code: code as number, reason: String(reason) }
    look()
    return end
  })
  const next: TestPage['next'] = (type) =>
    new Promise((found, fail) => {
      const find = (): void => {
        const at = answers.findIndex((answer) => answer.type === type)
        if (at < 0 && !end) return void looking.add(find)
        looking.delete(find)
        if (at < 0) return fail(new Error(`closed with ${end?.code} ${end?.reason}`))
        found(answers.splice(at, 1)[0] as never)
      }
      find()
    })
  const say = (message: unknown): void => socket.send(JSON.stringify(message))
  if (first !== undefined) say(first)
  const send = (bytes: string | Buffer): void => socket.send(Buffer.from(bytes))
  return { socket, say, send, next, received: () => Buffer.concat(chunks), closed }
}

/** A TCP service whose connections a test answers; it ends with the test. */
export const startTcp = async (serve: (socket: Socket) => void): Promise<number> => {
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    serve(socket)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return (server.address() as AddressInfo).port
}

/** A service that says everything back. */
export const startEcho = (): Promise<number> => startTcp((socket) => void socket.pipe(socket))
