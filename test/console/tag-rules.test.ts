/** The rules for tags that the console has of its own. */

import { describe, expect, it } from 'vitest'
import { isOvertaken } from '../../public/pages/hosts/tag-rules.js'

describe('what was told of the tags of a host', () => {
  const wishes = [['office'], ['office', 'desk'], ['office', 'desk', 'spare']]

  it('is waited out while it is an earlier wish than the last, so that none is lost', () => {
    expect(isOvertaken(['office'], wishes)).toBe(true)
    expect(isOvertaken(['office', 'desk'], wishes)).toBe(true)
  })

  it('holds when it is the last wish, also where that is one of before again', () => {
    expect(isOvertaken(['office', 'desk', 'spare'], wishes)).toBe(false)
    expect(isOvertaken(['office'], [...wishes, ['office']])).toBe(false)
  })

  it('holds when it is what somebody else wished, or nothing was wished here', () => {
    expect(isOvertaken(['store'], wishes)).toBe(false)
    expect(isOvertaken([], [])).toBe(false)
  })
})
