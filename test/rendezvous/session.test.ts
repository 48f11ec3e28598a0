import * as fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { OUTCOMES } from '../../src/protocol/session.ts'
import { carriedBy, OFFERED, type SessionEvent, type SessionState, step } from '../../src/rendezvous/session.ts'

const carried = fc.record({ bytesToHost: fc.nat(1e9), bytesToController: fc.nat(1e9) })
const reason = fc.constantFrom('peer_gone', 'peer_stalled', 'session_idle', 'session_killed', 'host_refused' as const)

const anyEvent: fc.Arbitrary<SessionEvent> = fc.oneof(
  fc.record({ type: fc.constant('joined' as const), role: fc.constantFrom('host' as const, 'controller' as const) }),
  fc.record({ type: fc.constant('paired' as const) }),
  fc.record({ type: fc.constant('proved' as const), path: fc.constantFrom('relay' as const, 'direct' as const) }),
  fc.record({ type: fc.constant('wrong-pin' as const) }),
  fc.record({ type: fc.constant('carried' as const), byDirect: carried }),
  fc.record({
    type: fc.constant('tunnel-closed' as const),
    reason: fc.option(reason, { nil: undefined }),
    carried: carried.chain((bytes) => fc.option(fc.nat(), { nil: null }).map((firstByteAt) => ({ ...bytes, firstByteAt }))),
  }),
  fc.record({ type: fc.constant('left' as const), byDirect: carried }),
  fc.record({ type: fc.constant('refused' as const), reason }),
  fc.record({ type: fc.constant('killed' as const), reason }),
  fc.constantFrom(
    { type: 'settled' as const },
    { type: 'replaced' as const },
    { type: 'expired' as const },
    { type: 'host-lost' as const },
    { type: 'restarting' as const },
  ),
)

const run = (events: readonly SessionEvent[], from: SessionState = OFFERED): SessionState[] => {
  const states = [from]
  events.forEach((event, at) => states.push(step(states.at(-1) as SessionState, event, at)))
  return states
}

const end = (...events: SessionEvent[]): Pick<SessionState, 'outcome' | 'reason' | 'path'> => {
  const { outcome, reason: why, path } = run(events).at(-1) as SessionState
  return { outcome, reason: why, path }
}

const NONE = { bytesToHost: 0, bytesToController: 0 }
const closed = (why?: 'peer_gone' | 'restarting'): SessionEvent => ({
  type: 'tunnel-closed',
  reason: why,
  carried: { ...NONE, firstByteAt: null },
})

describe('the states of a session', () => {
  it('end once, whatever comes in whatever order, and then never change', () => {
    fc.assert(
      fc.property(fc.array(anyEvent, { maxLength: 30 }), (events) => {
        const states = run(events)
        const at = states.findIndex(({ phase }) => phase === 'ended')
        for (const { phase, outcome, endedAt } of states) {
          expect(phase === 'ended').toBe(outcome !== null)
          expect(phase === 'ended').toBe(endedAt !== null)
          expect([null, ...OUTCOMES]).toContain(outcome)
        }
        const after = at < 0 ? [] : states.slice(at)
        expect(after.every((later) => later === states[at])).toBe(true)
      }),
    )
  })

  it('always end with a restart, and with a kill', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.constantFrom('restarting' as const, 'killed' as const), (events, how) => {
        const last: SessionEvent = how === 'killed' ? { type: how, reason: 'session_killed' } : { type: how }
        expect(run([...events, last]).at(-1)?.phase).toBe('ended')
      }),
    )
  })

  it('never go back, and never count less than before', () => {
    const order = ['offered', 'waiting', 'connected', 'ended']
    fc.assert(
      fc.property(fc.array(anyEvent.filter(({ type }) => type !== 'tunnel-closed')), (events) => {
        const states = run(events)
        for (const [at, state] of states.entries()) {
          const before = states[Math.max(0, at - 1)] as SessionState
          expect(order.indexOf(state.phase)).toBeGreaterThanOrEqual(order.indexOf(before.phase))
          expect(carriedBy(state).bytesToHost).toBeGreaterThanOrEqual(carriedBy(before).bytesToHost)
        }
      }),
    )
  })
})

describe('the outcome', () => {
  const paired: SessionEvent[] = [{ type: 'joined', role: 'host' }, { type: 'joined', role: 'controller' }, { type: 'paired' }]

  it('is completed when either end closed after the controller had proved itself', () => {
    const done = { outcome: 'completed', reason: null, path: 'relay' }
    const over: SessionEvent[] = [...paired, { type: 'proved', path: 'relay' }, closed()]
    expect(end(...over, { type: 'left', byDirect: NONE })).toEqual(done)
    expect(end(...over, { type: 'settled' })).toEqual(done)
  })

  it('waits for a host that says late that the session goes on directly', () => {
    const over: SessionEvent[] = [...paired, { type: 'proved', path: 'relay' }, closed()]
    expect(end(...over, { type: 'proved', path: 'direct' }, { type: 'settled' })).toMatchObject({ outcome: null, path: 'direct' })
  })

  it('is refused when all that came was a wrong PIN', () => {
    expect(end(...paired, { type: 'wrong-pin' }, closed())).toMatchObject({ outcome: 'refused', reason: 'wrong_pin' })
  })

  it('is lonely when nobody came', () => {
    expect(end({ type: 'joined', role: 'controller' }, { type: 'expired' })).toMatchObject({ outcome: 'lonely' })
  })

  it('is failed when the tunnel broke', () => {
    expect(end(...paired, { type: 'proved', path: 'relay' }, closed('peer_gone'))).toMatchObject({ outcome: 'failed', reason: 'peer_gone' })
  })

  it('of a session that moved to the direct path is what becomes of that', () => {
    const moved: SessionEvent[] = [...paired, { type: 'proved', path: 'relay' }, { type: 'proved', path: 'direct' }, closed('peer_gone')]
    expect(end(...moved)).toMatchObject({ outcome: null, path: 'direct' })
    expect(end(...moved, { type: 'left', byDirect: NONE })).toMatchObject({ outcome: 'completed', path: 'direct' })
    expect(end(...moved, { type: 'host-lost' })).toMatchObject({ outcome: 'failed', reason: 'channel_lost' })
  })

  it('of a relayed session does not depend on the host’s control channel', () => {
    expect(end(...paired, { type: 'proved', path: 'relay' }, { type: 'host-lost' })).toMatchObject({ outcome: null })
  })
})
