import { expect, it } from 'vitest'
import { type RefusalCode, Refusal, REFUSALS } from '../../src/protocol/refusals.ts'

const CODES = Object.keys(REFUSALS) as RefusalCode[]

it('has a title for each refusal that is a whole clause and says nothing of the one occurrence', () => {
  const facts = { detail: 'DETAIL', limit: 7, retryAfterMs: 3_600_000 }
  for (const code of CODES) {
    const { title } = new Refusal(code, facts)
    expect({ code, title }).toEqual({ code, title: expect.stringMatching(/^[^{}]*[^\s:;,{}]$/) })
    expect(title).not.toMatch(/DETAIL|3600|(?:needs|offers|wait|since|are|has)$/)
  }
  expect(new Refusal('rate_limited', facts).title).toBe(
    'Too many requests from this address or for this code',
  )
  expect(new Refusal('too_many_tenants', facts).title).toMatch(/^There are 7 tenants already/)
})
