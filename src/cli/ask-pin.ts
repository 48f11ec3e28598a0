/**
 * Asks for a PIN on the terminal of the person, not on standard input: that may be the stream of a
 * session. What is typed is not shown.
 */

import { closeSync, openSync } from 'node:fs'
import { ReadStream, WriteStream } from 'node:tty'

/** The terminal of this process has no keyboard: started by a service, a scheduler, a pipeline. */
export class NoTerminalError extends Error {
  override readonly name = 'NoTerminalError'
}

/** More than any PIN; the rest of what is pasted is dropped. */
const MAX_LENGTH = 256

const [CTRL_C, CTRL_D, BACKSPACE, DELETE] = ['\u0003', '\u0004', '\u0008', '\u007f']

/** Resolves with what was typed; `undefined` when the person gave up. Throws `NoTerminalError`. */
export const askHidden = async (question: string): Promise<string | undefined> => {
  const { input, output, close } = openTerminal()
  // First: whoever types faster than we ask must not see it either.
  input.setRawMode(true)
  output.write(question)
  try {
    return await readLine(input)
  } finally {
    input.setRawMode(false)
    output.write('\n')
    close()
  }
}

const readLine = (input: ReadStream): Promise<string | undefined> =>
  new Promise((resolve) => {
    let typed = ''
    const onData = (data: Buffer): void => {
      for (const char of data.toString('utf8')) {
        if (char === '\r' || char === '\n') return done(typed)
        if (char === CTRL_C || char === CTRL_D) return done(undefined)
        if (char === BACKSPACE || char === DELETE) typed = Array.from(typed).slice(0, -1).join('')
        else if (typed.length < MAX_LENGTH) typed += char
      }
    }
    const done = (text: string | undefined): void => {
      input.off('data', onData).pause()
      resolve(text)
    }
    input.on('data', onData)
    input.once('error', () => done(undefined))
    input.once('end', () => done(undefined))
  })

type Terminal = { input: ReadStream; output: NodeJS.WritableStream; close: () => void }

/** Windows calls the keyboard and the screen by these names, Unix both by one. */
const NAMES = process.platform === 'win32' ? ['CONIN$', 'CONOUT$'] : ['/dev/tty', '/dev/tty']

const openTerminal = (): Terminal => {
  let descriptors: number[] = []
  try {
    descriptors = NAMES.map((name, at) => openSync(name, at === 0 || NAMES[0] !== NAMES[1] ? 'r+' : 'w'))
    const [from = 0, to = 0] = descriptors
    const input = new ReadStream(from)
    const output = new WriteStream(to)
    return { input, output, close: () => void [input.destroy(), output.destroy()] }
  } catch (error) {
    for (const descriptor of descriptors) closeSync(descriptor)
    throw new NoTerminalError((error as Error).message)
  }
}
