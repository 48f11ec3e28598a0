import { randomUUID } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { startServer } from '../support/binary.ts'

/** Registers that are under way at once. */
const CLIENTS = 32

/** The process is killed once this many have been acknowledged. */
const ENOUGH = 3000

describe('an acknowledged register', () => {
  it('survives kill -9 in the middle of thousands of others', async () => {
    const flags = ['--registers-per-minute', '1000000', '--new-codes-per-hour', '1000000']
    const server = await startServer(flags)
    const acknowledged: string[] = []
    let isKilled = false
    const client = async (): Promise<void> => {
      while (!isKilled) {
        const code = randomUUID()
        try {
          const answer = await fetch(`${server.url}/register?code=${code}&host=10.1.2.3&port=5901`, { method: 'POST' })
          const body = (await answer.json()) as { success: boolean }
          if (answer.status === 200 && body.success) acknowledged.push(code)
        } catch {
          // The server is gone; what was not acknowledged was not promised.
          return
        }
        if (acknowledged.length >= ENOUGH && !isKilled) {
          isKilled = true
          server.process.kill('SIGKILL')
        }
      }
    }
    await Promise.all(Array.from({ length: CLIENTS }, client))
    expect(await server.stop()).toBe('SIGKILL')

    const again = await startServer([...flags, '--resolves-per-minute', '1000000'], { folder: server.folder })
    expect(acknowledged.length).toBeGreaterThanOrEqual(ENOUGH)
    for (const code of acknowledged) {
      const answer = await fetch(`${again.url}/resolve?code=${code}`)
      expect(await answer.json()).toEqual({ success: true, code, host: '10.1.2.3', port: 5901 })
    }
    expect(await again.stop()).toBe(0)
  })
})
