import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import { readConfig, SETTINGS, variableOf } from '../../src/config.ts'
import type { Setting } from '../../src/protocol/api.ts'
import { startTestApp } from '../support/app.ts'

const PUBLIC = fileURLToPath(new URL('../../public/', import.meta.url))

type Groups = { name: string; settings: { key: string }[] }[]

const settingsOf = async (flags: string[]): Promise<readonly Setting[]> => {
  const app = await startTestApp(flags)
  const answer = await app.callAsOwner('/v1/settings')
  expect(answer.status).toBe(200)
  return ((await answer.json()) as { settings: Setting[] }).settings
}

describe('the settings that the server shows', () => {
  it('are all of them, in the order of its help', async () => {
    expect((await settingsOf([])).map(({ key }) => key)).toEqual(Object.keys(SETTINGS))
  })

  it('would start the same server again, written as they are shown', async () => {
    const flags = ['--ttl', '36h', '--registration', 'enrolled', '--honeypots', 'A,B']
    const settings = await settingsOf([...flags, '--trusted-proxies', '10.0.0.0/8'])
    const env = Object.fromEntries(settings.map(({ variable, value }) => [variable, value]))
    const again = readConfig([], env)
    expect(again).toMatchObject({ ttl: 36 * 3_600_000, registration: 'enrolled' })
    expect(again).toMatchObject({ honeypots: ['A', 'B'], trustedProxies: ['10.0.0.0/8'] })
    for (const { key, variable } of settings) expect(variable).toBe(variableOf(key))
  })

  it('hold no secret, and are not for strangers', async () => {
    const app = await startTestApp()
    expect((await app.call('/v1/settings')).status).toBe(401)
    const text = await (await app.callAsOwner('/v1/settings')).text()
    expect(text).not.toContain(app.ownerToken)
    expect(text).not.toMatch(/"isr[a-z]_[A-Za-z0-9_-]{20}/)
  })

  it('each have a sentence in every language, and a place on the page', async () => {
    const keys = Object.keys(SETTINGS)
    for (const language of ['en', 'es', 'pt']) {
      const { settings } = (await import(join(PUBLIC, `locales/${language}/settings.js`))) as {
        settings: Record<string, string>
      }
      const told = Object.keys(settings).filter((key) => key.startsWith('setting.'))
      expect(told.toSorted()).toEqual(keys.map((key) => `setting.${key}`).toSorted())
    }
    const { groupSettings } = (await import(join(PUBLIC, 'pages/settings/groups.js'))) as {
      groupSettings(settings: { key: string }[]): Groups
    }
    const groups = groupSettings(keys.map((key) => ({ key })))
    expect(groups.map(({ name }) => name)).not.toContain('other')
    expect(groups.flatMap(({ settings }) => settings).map(({ key }) => key).toSorted()).toEqual(
      keys.toSorted(),
    )
    expect(groupSettings([{ key: 'newer' }])).toMatchObject([{ name: 'other' }])
  })
})
