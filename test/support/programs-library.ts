/** Hosts and controllers of the client library in the test's own process, for tests that need many. */

import { onTestFinished } from 'vitest'
import type { Duplex } from 'node:stream'
import { type HostEvent, type RunningHost, startHost } from '../../src/client/agent/host.ts'
import { toServices } from '../../src/client/agent/services.ts'
import { createApi } from '../../src/client/api.ts'
import { type Link, type LinkEvent, openLink } from '../../src/client/controller/link.ts'
import { createPinKeeper, type PinPolicy } from '../../src/client/tunnel/pin-keeper.ts'
import { type Clock, systemClock } from '../../src/platform/clock.ts'
import { newId, randomDigits } from '../../src/platform/ids.ts'
import { systemTicker, type Ticker } from '../../src/platform/ticker.ts'
import { newKey, type TestKey } from './host.ts'

/** What passes the time; a manual clock is one, and real time is the default. */
export type Time = Clock & Ticker

const REAL: Time = { ...systemClock, ...systemTicker }

/** Where a test moves the time, the jitter is none; in real time it is as it is in the programs. */
const drawIn = (time: Time) => (): number => (time === REAL ? Number(randomDigits(6)) / 1_000_000 : 0.5)

export type LibraryHost = RunningHost & {
  readonly code: string
  readonly key: TestKey
  readonly events: HostEvent[]
  /** The PIN now. */
  pin(): string
}

type HostWish = {
  readonly server: string
  readonly code: string
  /** `echo=127.0.0.1:7`. */
  readonly service: string
  readonly key?: TestKey
  readonly time?: Time
  readonly directPort?: number
  readonly allowsBrowser?: boolean
  /** A PIN that changes after each use unless given. */
  readonly policy?: PinPolicy
}

/** Starts a host; it stops with the test. */
export const startLibraryHost = async (wish: HostWish): Promise<LibraryHost> => {
  const { server, code, service, key = newKey(), time = REAL, directPort, allowsBrowser = true } = wish
  const events: HostEvent[] = []
  const pins = createPinKeeper({ policy: wish.policy ?? { kind: 'one-time' }, clock: time, onChange: () => undefined })
  const host = await startHost({
    server,
    key: { ...key, isNew: false },
    instance: newId('run'),
    version: '0.1.0',
    services: toServices([service]),
    name: 'CAJA-1',
    code: { read: () => code, redraw: () => undefined },
    credential: { read: () => undefined, write: () => undefined },
    enrolment: undefined,
    pins,
    publish: undefined,
    directPort,
    allowsBrowser,
    onEvent: (event) => void events.push(event),
    clock: time,
    ticker: time,
    draw: drawIn(time),
  })
  onTestFinished(() => void host.stop())
  return { ...host, code, key, events, pin: () => pins.current() }
}

export type LibraryLink = Link & {
  readonly events: LinkEvent[]
  /** How often somebody was asked for the PIN. */
  readonly asked: { pins: number }
}

type LinkWish = {
  readonly server: string
  readonly code: string
  readonly pin: () => string
  readonly token?: string
  readonly time?: Time
  readonly controller?: string
}

/** Opens a link that lasts; it is closed with the test. */
export const openLibraryLink = async ({ server, code, pin, token, time = REAL, controller = 'laptop' }: LinkWish): Promise<LibraryLink> => {
  const events: LinkEvent[] = []
  const asked = { pins: 0 }
  const link = await openLink({
    api: createApi({ server, token }),
    wanted: { code, service: undefined, controller, instance: newId('run') },
    allowed: 'any',
    checkKey: () => undefined,
    askPin: () => {
      asked.pins++
      return Promise.resolve(pin())
    },
    clock: time,
    ticker: time,
    draw: drawIn(time),
    onEvent: (event) => void events.push(event),
    isLasting: true,
  })
  onTestFinished(() => link.close())
  return { ...link, events, asked }
}

/** Says a text to an echo over a link and returns what comes back. */
export const echoed = async (link: Pick<Link, 'connect'>, text: string): Promise<string> => {
  const stream: Duplex = await link.connect()
  stream.end(text)
  let heard = ''
  for await (const chunk of stream) heard += String(chunk)
  return heard
}
