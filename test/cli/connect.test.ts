import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { readArguments } from '../../src/cli/arguments.ts'
import { explained } from '../../src/cli/host-failure.ts'
import { lineOf } from '../../src/cli/host-words.ts'
import { liveLine, shownBytes } from '../../src/cli/progress.ts'
import { isOnPath, lineFor, startViewer, viewersFor } from '../../src/cli/viewer.ts'
import { NoWayError } from '../../src/client/controller/errors.ts'
import { ProblemError } from '../../src/client/problem.ts'
import { HostKeyError, PinError, ServiceError } from '../../src/client/tunnel/errors.ts'
import { ProxyInTheWayError } from '../../src/client/websocket.ts'
import { makeFolder } from '../support/app.ts'

const end = { address: '127.0.0.1', port: 5901 }

it('the line to type next fits the service', () => {
  expect(lineFor('vnc', end, {})).toBe('vncviewer 127.0.0.1::5901')
  expect(lineFor('vnc-2', end, {})).toBe('vncviewer 127.0.0.1::5901')
  expect(lineFor('rdp', end, {})).toBe('mstsc /v:127.0.0.1:5901')
  expect(lineFor('ssh', end, {})).toBe('ssh -p 5901 127.0.0.1')
  expect(lineFor('vnc', { address: '::1', port: 1 }, {})).toBe('vncviewer [::1]::1')
  expect(lineFor('constructor', end, {})).toBeUndefined()
})

it('a viewer that is there comes before one that is not', () => {
  const folder = makeFolder()
  writeFileSync(join(folder, 'xfreerdp'), '')
  chmodSync(join(folder, 'xfreerdp'), 0o755)
  expect(isOnPath('xfreerdp', { PATH: folder })).toBe(true)
  expect(isOnPath('mstsc', { PATH: folder })).toBe(false)
  expect(lineFor('rdp', end, { PATH: folder })).toBe('xfreerdp /v:127.0.0.1:5901')
  expect(viewersFor('rdp', end).length).toBeGreaterThan(1)
})

it('a viewer inherits neither the PIN nor a token', async () => {
  const folder = makeFolder()
  const [script, seen] = [join(folder, 'xfreerdp'), join(folder, 'seen')]
  writeFileSync(script, `#!/bin/sh\nenv > ${seen}.new && mv ${seen}.new ${seen}\n`)
  chmodSync(script, 0o755)
  const env = { PATH: `${folder}:/usr/bin:/bin`, ISR_PIN: '482913', ISR_TOKEN: 'secret', DISPLAY: ':7' }
  const failed: string[] = []
  expect(startViewer('rdp', end, env, (reason) => failed.push(reason))).toBeDefined()
  await expect.poll(() => existsSync(seen)).toBe(true)
  expect(readFileSync(seen, 'utf8')).toContain('DISPLAY=:7')
  expect(readFileSync(seen, 'utf8')).not.toMatch(/482913|secret/)
  expect(failed).toEqual([])
})

it('the live line says path, round trip and rates in both languages', () => {
  const look = { path: 'relay', rttMs: 7.25, up: 1_250_000, down: 0, connections: 1 } as const
  expect(liveLine(look, 'en')).toBe('relay · 7.3 ms · ↑ 1.3 MB/s ↓ 0 B/s · 1 connection')
  expect(liveLine({ ...look, path: 'direct', rttMs: undefined, connections: 2 }, 'es')).toBe(
    'directo · … ms · ↑ 1,3 MB/s ↓ 0 B/s · 2 conexiones',
  )
  expect([999, 1000, 123_456, 2e12].map((bytes) => shownBytes(bytes, 'en'))).toEqual(['999 B', '1.0 KB', '123 KB', '2.0 TB'])
})

it('each failure on the way to a host has an exit code of its own, in both languages', () => {
  const problem = (status: number, code: string) => new ProblemError(status, { code, detail: 'what happened' }, null)
  const cases: [unknown, number][] = [
    [new PinError('wrong_pin'), 6],
    [new PinError('pin_locked', 60_000), 6],
    [problem(409, 'host_offline'), 7],
    [new NoWayError('peer_never_came', ''), 7],
    [new NoWayError('', 'ECONNREFUSED'), 7],
    [new ServiceError('service_silent'), 7],
    [new NoWayError('session_killed', ''), 8],
    [new ServiceError('not_allowed'), 8],
    [problem(503, 'relay_full'), 9],
    [problem(429, 'host_busy'), 9],
    [new ProxyInTheWayError(400, 'squid'), 10],
    [problem(401, 'clock_skewed'), 11],
    [new HostKeyError('a', 'b'), 12],
    [problem(404, 'code_not_found'), 5],
  ]
  for (const [error, exitCode] of cases) {
    for (const language of ['en', 'es'] as const) {
      const told = explained(error, language)
      expect(told, String(error)).toMatchObject({ name: 'CommandError', exitCode })
      expect((told as Error).message).toMatch(/\.$/)
      expect((told as Error).message).not.toMatch(/[{}]/)
    }
  }
  expect(explained(new PinError('pin_locked', 60_000), 'en')).toMatchObject({ message: expect.stringContaining('60 s') as string })
  const bug = new TypeError('a bug')
  expect(explained(bug, 'en')).toBe(bug)
})

it('a host says when it tries again, why it could not, and what a person must do', () => {
  const lost = { type: 'lost', code: '', detail: '', retryInMs: 1500, mend: false } as const
  expect(lineOf(lost, 'en')).toBe('not connected: the connection broke. (trying again in 2 s)')
  const claimed = lineOf({ ...lost, code: 'code_claimed', mend: true, retryInMs: 60_000 }, 'en')
  expect(claimed).toMatch(/give another --code.*trying again in 60 s/)
  expect(lineOf({ ...lost, code: 'unreachable', detail: '\u001b[2Jx' }, 'es')).not.toContain('\u001b')
})

it('a flag may be given more than once where that makes sense', () => {
  const { lists } = readArguments(['--service', 'a=b:1', '--service=c=d:2'], { service: 'values' })
  expect(lists).toEqual({ service: ['a=b:1', 'c=d:2'] })
})
