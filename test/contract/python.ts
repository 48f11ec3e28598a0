/** Runs a Python program of this folder in a real python3, as the shipped clients run. */

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { hasProgram } from '../support/machine.ts'

/** Whether this machine can run the older clients. */
export const hasPython = hasProgram('python3')

/** Feeds JSON to a program of this folder and parses the JSON it prints. */
export const runPython = async <T>(name: string, args: string[], input: unknown): Promise<T> => {
  const file = fileURLToPath(new URL(name, import.meta.url))
  // A proxy in the environment would otherwise stand between the client and the server.
  const env = { ...process.env, no_proxy: '*', PYTHONIOENCODING: 'utf-8' }
  const child = spawn('python3', ['-B', file, ...args], { env, timeout: 60_000 })
  let output = ''
  let errors = ''
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()))
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  child.stdin.end(JSON.stringify(input))
  const [code] = (await once(child, 'close')) as [number | null]
  if (code !== 0) throw new Error(`${name} ended with ${code}: ${errors}`)
  return JSON.parse(output) as T
}
