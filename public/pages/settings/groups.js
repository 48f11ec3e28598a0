/** Which settings stand together on the settings page, and in which order. Pure. */

/** @typedef {import('../../../src/protocol/api.ts').Setting} Setting */

/** @type {readonly (readonly [GroupName, readonly string[]])[]} */
const groups = [
  ['policies', ['registration', 'resolve', 'publicList']],
  ['codes', ['ttl', 'sweepInterval', 'maxCodes']],
  ['guessing', ['missesPerAddress', 'missesPerCode', 'missesInAll', 'honeypots', 'banFor']],
  [
    'load',
    [
      'registersPerMinute',
      'newCodesPerHour',
      'registersPerCodePerMinute',
      'resolvesPerMinute',
      'resolvesPerCodePerMinute',
      'maxConnections',
      'maxConnectionsPerAddress',
    ],
  ],
  ['people', ['publicUrl', 'oidcIssuer', 'oidcClientId', 'oidcClientSecretFile', 'oidcName']],
  ['network', ['host', 'port', 'trustedProxies', 'allowedHosts']],
  ['machine', ['db', 'auditKeep', 'auditMaxRows', 'sessionsKeep', 'logLevel']],
]

/**
 * @typedef {'policies' | 'codes' | 'guessing' | 'load' | 'people' | 'network' | 'machine' | 'other'}
 *   GroupName
 */

/**
 * Returns the settings in groups; one that this page does not know comes last, under `other`.
 * @param {readonly Setting[]} settings
 * @returns {{ name: GroupName, settings: Setting[] }[]}
 */
export function groupSettings(settings) {
  const byKey = new Map(settings.map((setting) => [setting.key, setting]))
  const grouped = groups.map(([name, keys]) => ({
    name,
    settings: keys.flatMap((key) => byKey.get(key) ?? []),
  }))
  const known = new Set(groups.flatMap(([, keys]) => keys))
  const rest = settings.filter(({ key }) => !known.has(key))
  return [...grouped, { name: /** @type {const} */ ('other'), settings: rest }].filter(
    (group) => group.settings.length > 0,
  )
}
