import { text } from 'node:stream/consumers'
import { describe, expect, it, vi } from 'vitest'
import { PinError, ServiceError } from '../../../src/client/tunnel/errors.ts'
import { echo, offerSession, openRelayed, startHost, startService } from './ends.ts'

type AskPin = (attempt: number) => Promise<string>

describe('a tunnel through the relay', () => {
  it('carries a connection of a program to the service of the host', async () => {
    const host = startHost({ echo: await startService(echo) })
    const tunnel = await openRelayed(host)
    const program = await tunnel.connect()
    program.end('hello')
    expect(await text(program)).toBe('hello')
    expect(tunnel.carried()).toEqual({ sent: 5, received: 5 })
    expect(tunnel.candidates).toEqual([{ address: '192.0.2.7', port: 4700 }])
    expect(await tunnel.ping()).toBeGreaterThan(0)
  })

  it('ends at both ends when the controller closes it, with what the programs sent', async () => {
    const host = startHost({ echo: await startService(echo) })
    const session = offerSession(host)
    const tunnel = await openRelayed(host, { session })
    const program = await tunnel.connect()
    program.end('hello')
    await text(program)
    expect(host.end.live()).toEqual([session])
    tunnel.close()
    expect(await tunnel.closed).toBeUndefined()
    await expect.poll(() => host.told).toEqual([
      ['connected', session, 'relay'],
      // Five bytes each way over the relay, which counts them itself, and none over a direct path.
      ['ended', session, { bytesToHost: 5, bytesToController: 5 }, { bytesToHost: 0, bytesToController: 0 }],
    ])
    await expect.poll(() => host.end.held).toMatchObject({ sessions: 0, tunnels: 0, streams: 0 })
  })

  it('needs the PIN, however its digits are grouped', async () => {
    const host = startHost({ echo: await startService(echo) })
    const askPin = vi.fn<AskPin>((attempt) => Promise.resolve(attempt === 1 ? '111111' : ' 246-810 '))
    const tunnel = await openRelayed(host, { askPin })
    expect(askPin.mock.calls).toEqual([[1], [2]])
    expect(tunnel.grant).toBeDefined()
    expect(host.told.map(([what]) => what)).toEqual(['wrong pin', 'connected'])
  })

  it('is given up after three wrong PINs', async () => {
    const host = startHost({ echo: await startService(echo) })
    const session = offerSession(host)
    const askPin = vi.fn<AskPin>(() => Promise.resolve('111111'))
    const error = await openRelayed(host, { session, askPin }).catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(PinError)
    expect(error).toMatchObject({ code: 'wrong_pin' })
    expect(askPin).toHaveBeenCalledTimes(3)
    await expect.poll(() => host.told.at(-1)).toEqual(['refused', session, 'wrong_pin'])
    await expect.poll(() => host.end.held).toMatchObject({ sessions: 0, tunnels: 0, streams: 0 })
  })

  it('is locked for an address after five wrong PINs, and says for how long', async () => {
    const host = startHost({ echo: await startService(echo) })
    const askPin = (): Promise<string> => Promise.resolve('111111')
    await expect(openRelayed(host, { askPin })).rejects.toMatchObject({ code: 'wrong_pin' })
    await expect(openRelayed(host, { askPin })).rejects.toMatchObject({
      code: 'pin_locked',
      retryAfterMs: 60_000,
    })
    await expect(openRelayed(host)).rejects.toMatchObject({ code: 'pin_locked' })
    const elsewhere = offerSession(host, 'echo', '203.0.113.5')
    await openRelayed(host, { session: elsewhere })
    host.time.advance(60_000)
    await openRelayed(host)
  })

  it('is opened again by its grant, without the PIN, for the same service only', async () => {
    const port = await startService(echo)
    const host = startHost({ echo: port, other: port })
    const { grant } = await openRelayed(host)
    const askPin = vi.fn<AskPin>(() => Promise.reject(new Error('asked')))
    const again = await openRelayed(host, { grant, askPin })
    expect(again.grant).toEqual(grant)
    await expect(openRelayed(host, { grant, askPin, service: 'other' })).rejects.toThrow('asked')
    host.time.advance(12 * 3_600_000)
    await expect(openRelayed(host, { grant, askPin })).rejects.toThrow('asked')
  })

  it('serves no session that was not announced, is over, or is for another service', async () => {
    const host = startHost({ echo: await startService(echo), other: 1 })
    const none = openRelayed(host, { session: 'ses_unknown' })
    await expect(none).rejects.toThrow(ServiceError)
    await expect(none).rejects.toMatchObject({ code: 'session_not_found' })
    const ended = offerSession(host)
    host.end.end(ended, 'session_killed')
    await expect(openRelayed(host, { session: ended })).rejects.toMatchObject({ code: 'session_not_found' })
    const other = offerSession(host, 'other')
    await expect(openRelayed(host, { session: other })).rejects.toMatchObject({ code: 'session_not_found' })
  })
})
