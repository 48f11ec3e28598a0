import { expect, it } from 'vitest'
import { createCounter } from '../../src/registry/counter.ts'
import { ManualTime } from '../support/manual-time.ts'

const LONG_MS = 60_000

/** A registry that is counted by looking, and how often that was done. */
const registry = (codes: number) => {
  const time = new ManualTime()
  const state = { codes, looks: 0 }
  const look = (): Promise<number> => {
    state.looks++
    return Promise.resolve(state.codes)
  }
  const counter = createCounter(look, time)
  const add = async (max: number): Promise<boolean> => {
    const release = await counter.reserve(max)
    if (release) state.codes++
    release?.(true)
    return release !== undefined
  }
  return { time, state, counter, add }
}

it('looks once for a thousand new codes while there is plenty of room', async () => {
  const { state, add } = registry(5)
  for (let index = 0; index < 1000; index++) expect(await add(10_000)).toBe(true)
  expect(state.looks).toBe(1)
})

it('gives the last places to as many as there are, also when all come at once', async () => {
  const { state, add } = registry(90)
  const answers = await Promise.all(Array.from({ length: 40 }, () => add(100)))
  expect(answers.filter(Boolean)).toHaveLength(10)
  expect(state.codes).toBe(100)
})

it('looks again when it seems to be full, and finds the room that was made', async () => {
  const { state, add } = registry(99)
  expect(await add(100)).toBe(true)
  expect(await add(100)).toBe(false)
  state.codes -= 30
  expect(await add(100)).toBe(true)
})

it('sees after a while what was written beside it', async () => {
  const { time, state, counter, add } = registry(1)
  expect(await add(100)).toBe(true)
  state.codes = 100
  time.advance(LONG_MS)
  expect(await add(100)).toBe(false)
  expect(await counter.read()).toBe(100)
})

it('reuses a slow count for a while, also after the machine stood still in the middle of one', async () => {
  const time = new ManualTime()
  let codes = 10
  const counter = createCounter(() => {
    time.advance(2_000)
    return Promise.resolve(codes)
  }, time)
  expect(await counter.read()).toBe(10)
  codes = 0
  expect(await counter.read()).toBe(10)
  time.advance(3_000)
  expect(await counter.read()).toBe(0)
})
