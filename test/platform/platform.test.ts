import { describe, expect, it } from 'vitest'
import { BoundedMap } from '../../src/platform/bounded-map.ts'
import { createBus } from '../../src/platform/bus.ts'
import { formatDuration, parseDuration } from '../../src/platform/duration.ts'
import { RollingCount } from '../../src/platform/rolling-count.ts'
import { ManualTime } from '../support/manual-time.ts'

describe('a bounded map', () => {
  it('never holds more than its bound, and keeps what is used', () => {
    const map = new BoundedMap<string, number>(1000)
    map.set('used', 1)
    let largest = 0
    for (let at = 0; at < 100_000; at++) {
      map.set(`key-${at}`, at)
      map.get('used')
      largest = Math.max(largest, map.size)
    }
    expect(map.get('used')).toBe(1)
    expect(largest).toBeLessThanOrEqual(1000)
    expect(map.get('key-1')).toBeUndefined()
    expect(map.get('key-99999')).toBe(99_999)
  })

  it('holds one value a key, whatever its generation', () => {
    const map = new BoundedMap<string, number>(4)
    for (const key of ['a', 'b', 'c', 'a', 'b']) map.set(key, key.length)
    map.set('a', 7)
    expect(map.get('a')).toBe(7)
    expect(map.delete('a')).toBe(true)
    expect(map.get('a')).toBeUndefined()
    expect(map.delete('a')).toBe(false)
  })
})

describe('the bus', () => {
  it('reports a listener that throws and tells the others all the same', () => {
    const errors: unknown[] = []
    const bus = createBus<{ it: number }>((error) => errors.push(error))
    const heard: number[] = []
    bus.on('it', () => {
      throw new Error('broken')
    })
    const stop = bus.on('it', (value) => heard.push(value))
    bus.emit('it', 1)
    stop()
    bus.emit('it', 2)
    expect(heard).toEqual([1])
    expect(errors).toHaveLength(2)
  })
})

describe('a rolling count', () => {
  it('forgets what is an hour old, and everything when the clock is set back', () => {
    const time = new ManualTime()
    const count = new RollingCount(time)
    count.add()
    time.advance(59 * 60_000)
    count.add()
    expect(count.total).toBe(2)
    time.advance(60_000)
    expect(count.total).toBe(1)
    time.jumpTo(time.now() - 3_600_000)
    expect(count.total).toBe(0)
    count.add()
    expect(count.total).toBe(1)
  })
})

describe('a duration', () => {
  it('reads what it writes', () => {
    for (const text of ['90s', '15m', '24h', '7d', '250ms', '0ms']) {
      const ms = parseDuration(text) ?? Number.NaN
      expect(parseDuration(formatDuration(ms))).toBe(ms)
    }
    expect(formatDuration(86_400_000)).toBe('1d')
    for (const text of ['', '1', 'h', '1w', '-1h', '1 h', '1e3s', '9999999999s']) {
      expect(parseDuration(text)).toBeUndefined()
    }
  })
})
