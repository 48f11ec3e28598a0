/**
 * The viewer's half of the old desktop's shape, a program: `node viewer.ts PORT FRAMES`. Says hello,
 * checks number and hash of every message, sends an input event for each third frame, and says bye
 * after FRAMES, taking what was on its way. For its whole life it waits 10 s for the next byte at most, as the old viewer does.
 * Prints what it saw as JSON and ends with 0; ends with 1 and a sentence when anything was wrong.
 */

import { connect } from 'node:net'
import { createSender, readMessages, TYPES } from './wire.ts'

const RECEIVE_TIMEOUT_MS = 10_000

const [port, wanted] = process.argv.slice(2).map(Number)

const watch = async () => {
  const socket = connect({ port: port ?? 0, host: '127.0.0.1', allowHalfOpen: true, noDelay: true })
  socket.setTimeout(RECEIVE_TIMEOUT_MS, () => socket.destroy(new Error('nothing came for 10 s')))
  const send = createSender(socket)
  const inputs: string[] = []
  const seen = { frames: 0, bytes: 0, largest: 0, late: 0, inputs: 0, isWelcome: false, isBye: false }
  await send(TYPES.hello, Buffer.from('viewer 1'))
  for await (const { type, payload } of readMessages(socket)) {
    if (type === TYPES.welcome) seen.isWelcome = payload.toString() === 'viewer 1'
    if (type === TYPES.seen) {
      if (payload.toString() !== inputs.shift()) throw new Error(`input ${seen.inputs} came back as another`)
      seen.inputs++
    }
    if (type === TYPES.bye) seen.isBye = true
    if (type !== TYPES.frame) continue
    if (seen.frames === wanted) {
      seen.late += payload.length
      continue
    }
    seen.frames++
    seen.bytes += payload.length
    seen.largest = Math.max(seen.largest, payload.length)
    if (seen.frames < (wanted ?? 0) && seen.frames % 3 === 0) {
      const event = `key ${seen.frames}`
      inputs.push(event)
      await send(TYPES.input, Buffer.from(event))
    }
    if (seen.frames === wanted) {
      await send(TYPES.bye, Buffer.alloc(0))
      socket.end()
    }
  }
  return { ...seen, unseen: inputs.length }
}

try {
  process.stdout.write(`${JSON.stringify(await watch())}\n`)
} catch (error) {
  process.stderr.write(`${String(error)}\n`)
  process.exitCode = 1
}
