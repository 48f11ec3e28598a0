/** Real X displays that TigerVNC serves, a real viewer, and what is to be seen on each. */

import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import { makeFolder } from './app.ts'
import { freePort } from './free-port.ts'
import { hasProgram } from './machine.ts'
import { type RealProgram, runReal, startReal } from './real-program.ts'

const PROGRAMS = ['Xtigervnc', 'xtigervncviewer', 'display', 'import', 'xev', 'xdotool']

/** Whether this machine has both ends of VNC and what looks at them; see `hasProgram`. */
export const canRunVnc = (): boolean => PROGRAMS.every(hasProgram)

/** How large the far screen is; the screen of the viewer has room for it and its frame. */
export const FAR_SIZE = { width: 640, height: 480 }
const NEAR_SIZE = { width: 800, height: 600 }

export type Display = {
  readonly port: number
  /** What a program needs to be on this display. */
  readonly env: { readonly DISPLAY: string; readonly HOME: string }
  /** Starts a program on this display. */
  start(program: string, args: string[]): RealProgram
  /** Runs a program on this display to its good end. */
  run(program: string, args: string[]): Promise<Buffer>
}

/** Starts an X display with a VNC server in it, on a free port. */
export const startDisplay = async ({ width, height }: { width: number; height: number }): Promise<Display> => {
  const folder = makeFolder()
  const port = await freePort()
  const server = startReal('sh', [
    '-c',
    // Standard output is what it says its number on; its own words go to standard error.
    `exec Xtigervnc -displayfd 3 -geometry ${width}x${height} -depth 24 -localhost -rfbport ${port} ` +
      '-SecurityTypes None 3>&1 1>&2',
  ])
  const isUp = (): string => (server.process.exitCode === null ? server.out().toString() : server.err())
  await expect.poll(isUp).toMatch(/^\d+\n$/)
  const env = { DISPLAY: `:${server.out().toString().trim()}`, HOME: folder }
  return {
    port,
    env,
    start: (program, args) => startReal(program, args, { env }),
    run: (program, args) => runReal(program, args, { env }),
  }
}

/** Fills a screen with a picture that no other has: colours that run both ways, and squares. */
export const paint = async (display: Display, squares: number): Promise<void> => {
  const { width, height } = FAR_SIZE
  const pixels = Buffer.alloc(width * height * 3)
  for (let at = 0; at < width * height; at++) {
    const [x, y] = [at % width, Math.floor(at / width)]
    const isLit = (Math.floor(x / squares) + Math.floor(y / squares)) % 2 === 1
    pixels.set([(x * 255) / width, (y * 255) / height, isLit ? 255 : 0], at * 3)
  }
  const file = join(makeFolder(), 'picture.ppm')
  writeFileSync(file, Buffer.concat([Buffer.from(`P6\n${width} ${height}\n255\n`), pixels]))
  // It ends with 1 when it put the picture there, too.
  const program = display.start('display', ['-window', 'root', file])
  await program.ended
  if (program.err().includes('unable to')) throw new Error(program.err())
}

/** The pixels of a window, or of the whole screen: red, green and blue, a byte each. */
export const pixelsOf = (display: Display, window = 'root'): Promise<Buffer> =>
  display.run('import', ['-silent', '-window', window, '-depth', '8', 'rgb:-'])

/** How far two pictures are apart: 0 are the same, 255 are black and white. */
export const distance = (one: Buffer, other: Buffer): number => {
  if (one.length !== other.length) return 255
  let sum = 0
  for (let at = 0; at < one.length; at++) sum += Math.abs((one[at] ?? 0) - (other[at] ?? 0))
  return sum / one.length
}

export type Window = {
  /** Presses a key there, as somebody does who works in the window. */
  type(key: string): Promise<void>
  /** What the window shows. */
  pixels(): Promise<Buffer>
}

/** Starts the screen that a viewer is to be on. */
export const startNearDisplay = (): Promise<Display> => startDisplay(NEAR_SIZE)

/** Starts a viewer that dials `port`, without its menu, which it announces on top of the picture. */
export const startViewer = (display: Display, port: number): RealProgram =>
  display.start('xtigervncviewer', ['-MenuKey=', '-RemoteResize=0', `127.0.0.1::${port}`])

/** Waits for the window of the viewer on a display. */
export const viewerWindow = async (display: Display): Promise<Window> => {
  const found = await display.run('xdotool', ['search', '--sync', '--onlyvisible', '--name', 'TigerVNC$'])
  const window = found.toString().trim().split('\n').at(-1) ?? ''
  return {
    pixels: () => pixelsOf(display, window),
    async type(key) {
      // There is no window manager that would give it the keyboard.
      await display.run('xdotool', ['windowfocus', '--sync', window, 'mousemove', '300', '300', 'key', key])
    },
  }
}
