/** Passwords guessed around the limits: by filling what remembers them, and with a stolen cookie. */

import { describe, expect, it } from 'vitest'
import {
  createLockOut,
  FREE_OF_ACCOUNT,
  FREE_OF_ADDRESS,
  FREE_OF_KNOWN,
} from '../../src/access/people/lock-out.ts'
import { ask, setUp, told } from '../access/person.ts'
import { startTestApp } from '../support/app.ts'
import { ManualTime } from '../support/manual-time.ts'
import { BEHIND_PROXY } from './attacker.ts'

const isRefused = (act: () => unknown): boolean => {
  try {
    act()
    return false
  } catch {
    return true
  }
}

describe('attempts that are refused', () => {
  it('make nobody forget what was wrong before, at the account or at the address', () => {
    const lockOut = createLockOut({ clock: new ManualTime() })
    const admit = (login: string, bucket: string) => () =>
      lockOut.admit({ login, bucket, isKnown: false }).wrong()
    for (let turn = 0; turn <= FREE_OF_ACCOUNT; turn++) admit('ana', `10.0.0.${turn}`)()
    for (let turn = 0; turn <= FREE_OF_ADDRESS; turn++) admit(`nobody${turn}`, '10.9.9.9')()
    const before = lockOut.remembered
    for (let turn = 0; turn < 50_000; turn++) {
      // Neither costs the attacker a hash: the one is refused by the address, the other by the account.
      expect(isRefused(admit(`stranger${turn}`, '10.9.9.9'))).toBe(true)
      expect(isRefused(admit('ana', `10.1.${turn}`))).toBe(true)
    }
    expect(lockOut.remembered).toBe(before)
    expect(isRefused(admit('ana', '10.0.1.1'))).toBe(true)
    expect(isRefused(admit('nobody', '10.9.9.9'))).toBe(true)
  })
})

describe('whoever stole the cookie of a sign-in', () => {
  it('guesses the password no more often from a thousand addresses than from one', async () => {
    const app = await startTestApp(BEHIND_PROXY)
    const cookie = await setUp(app, '198.51.100.1')
    const answers: string[] = []
    for (let turn = 0; turn <= FREE_OF_KNOWN + 4; turn++) {
      const asked = { cookie, address: `203.0.113.${turn}`, body: { password: `wrong password ${turn}` } }
      answers.push(told(await ask(app, 'POST', '/v1/me/totp', asked)))
    }
    expect(answers.slice(0, FREE_OF_KNOWN)).toEqual(Array(FREE_OF_KNOWN).fill('401 wrong_password'))
    expect(answers.slice(FREE_OF_KNOWN + 1)).toEqual(Array(4).fill('429 sign_in_locked'))
  })
})
