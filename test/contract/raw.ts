/**
 * HTTP as bytes on a socket, so that a test sees what a client sees: exact heads, exact bodies, who
 * closed. Nothing here knows the product.
 */

import { connect, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'

/** One answer as it came over the wire; header names are in lower case. */
export type RawAnswer = {
  readonly version: string
  readonly status: number
  /** Status line and headers, with the blank line. */
  readonly head: string
  readonly headers: ReadonlyMap<string, string>
  readonly body: string
}

/** An open connection. */
export type Line = {
  readonly socket: Socket
  write(bytes: string | Buffer): void
  /** The next answer; a HEAD request's has no body whatever its Content-Length says. */
  next(options?: { isHead?: boolean }): Promise<RawAnswer>
  /** Resolves with everything not read yet once the other side has closed. */
  closed(): Promise<string>
  close(): void
}

/** Opens a connection that is closed when the test ends. */
export const dial = async (url: string, { host }: { host?: string } = {}): Promise<Line> => {
  const { hostname, port } = new URL(url)
  const address = host ?? hostname.replace(/^\[(.*)\]$/, '$1')
  const socket = connect({ host: address, port: Number(port) })
  onTestFinished(() => void socket.destroy())
  let pending = Buffer.alloc(0)
  let isClosed = false
  let wake: () => void = () => undefined
  socket.on('data', (chunk) => {
    pending = Buffer.concat([pending, chunk])
    wake()
  })
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
    wake()
  })
  await new Promise<void>((done) => {
    socket.once('connect', done)
    socket.once('close', () => done())
  })
  const more = (): Promise<void> =>
    new Promise((done) => {
      wake = done
    })
  return {
    socket,
    write: (bytes) => void socket.write(bytes),
    async next({ isHead = false } = {}) {
      for (;;) {
        const taken = takeAnswer(pending, isClosed, isHead)
        if (taken) {
          pending = pending.subarray(taken.bytes)
          return taken.answer
        }
        if (isClosed) throw new Error(`the connection was closed after: ${pending.toString()}`)
        await more()
      }
    },
    async closed() {
      if (!isClosed) await new Promise((done) => socket.once('close', done))
      return pending.toString()
    },
    close: () => void socket.destroy(),
  }
}

/** Sends bytes on a connection of their own and reads one answer. */
export const exchange = async (url: string, bytes: string | Buffer): Promise<RawAnswer> => {
  const line = await dial(url)
  line.write(bytes)
  const answer = await line.next({ isHead: bytes.toString().startsWith('HEAD ') })
  line.close()
  return answer
}

/** A request without a body as HTTP/1.1 clients write it. */
export const request = (
  method: string,
  target: string,
  headers: Record<string, string> = {},
  body = '',
): string => {
  const all = { Host: 'registry.example', ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `${method} ${target} HTTP/1.1\r\n${lines.join('')}\r\n${body}`
}

/** The head without its one line that changes each second. */
export const withoutDate = (head: string): string => head.replace(/\r\nDate: [^\r]*/i, '')

const takeAnswer = (
  bytes: Buffer,
  isClosed: boolean,
  isHead: boolean,
): { answer: RawAnswer; bytes: number } | undefined => {
  const end = bytes.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const start = end + 4
  const head = bytes.subarray(0, start).toString('latin1')
  const [statusLine = '', ...lines] = head.trimEnd().split('\r\n')
  const headers = new Map(
    lines.map((line) => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
    }),
  )
  const [, version = '', status = ''] = /^HTTP\/(\S+) (\d+)/.exec(statusLine) ?? []
  const answerOf = (body: string, taken: number) => ({
    answer: { version, status: Number(status), head, headers, body },
    bytes: taken,
  })
  if (isHead || status === '204' || status === '304') return answerOf('', start)
  if (headers.get('transfer-encoding') === 'chunked') return takeChunks(bytes, start, answerOf)
  const length = headers.get('content-length')
  if (length !== undefined) {
    const stop = start + Number(length)
    return bytes.length < stop ? undefined : answerOf(bytes.subarray(start, stop).toString(), stop)
  }
  return isClosed ? answerOf(bytes.subarray(start).toString(), bytes.length) : undefined
}

const takeChunks = <T>(
  bytes: Buffer,
  start: number,
  answerOf: (body: string, taken: number) => T,
): T | undefined => {
  const parts: Buffer[] = []
  for (let at = start; ;) {
    const lineEnd = bytes.indexOf('\r\n', at)
    if (lineEnd < 0) return undefined
    const size = Number.parseInt(bytes.subarray(at, lineEnd).toString(), 16)
    const stop = lineEnd + 2 + size + 2
    if (bytes.length < stop) return undefined
    if (size === 0) return answerOf(Buffer.concat(parts).toString(), stop)
    parts.push(bytes.subarray(lineEnd + 2, stop - 2))
    at = stop
  }
}
