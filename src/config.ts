/**
 * Every setting, once: flag, `ISR_*` variable, default, rule and sentence. `--help`,
 * `--print-config` and the README's table are made from this list, so they cannot disagree.
 * A flag wins over the environment, the environment over the default.
 *
 * The rules are functions rather than zod schemas: loading zod takes longer than all that the server
 * does before its first answer, and for one text at a time it would add nothing.
 */

import { isRange } from './http/client-address.ts'
import { isIssuer, isOrigin } from './http/urls.ts'
import { formatDuration } from './platform/duration.ts'
import { editDistance } from './platform/edit-distance.ts'
import { LOG_LEVELS } from './platform/log.ts'
import type { Setting } from './protocol/api.ts'
import { canonicalCode, isCode } from './protocol/code.ts'
import { anyText, duration, list, number, oneOf, type Rule, textThat, yesNo } from './setting-rules.ts'

const DAY_MS = 86_400_000

const HOST_NAME = /^[a-z0-9.-]{1,253}$/i

type Definition = {
  readonly rule: Rule<unknown>
  readonly default: string
  readonly value: string
  readonly help: string
}

const LIMIT = number(1, 1_000_000_000)

/** The settings in the order in which they are shown. */
export const SETTINGS = {
  host: {
    rule: anyText,
    default: '0.0.0.0',
    value: 'ADDRESS',
    help: 'Address to listen on; 127.0.0.1 behind a proxy on the same machine, :: for IPv6 as well.',
  },
  port: {
    rule: number(0, 65_535),
    default: '8080',
    value: 'PORT',
    help: 'Port to listen on; 0 takes any free one. Existing hosts and controllers expect 8080.',
  },
  db: {
    rule: anyText,
    default: './data/registry.db',
    value: 'FILE',
    help: 'Database file. The owner token lies beside it, in `owner-token`.',
  },
  registration: {
    rule: oneOf('open', 'enrolled'),
    default: 'open',
    value: 'open|enrolled',
    help: 'Who may register: any host, or enrolled hosts only (strangers cannot fill your registry).',
  },
  resolve: {
    rule: oneOf('open', 'signed-in'),
    default: 'open',
    value: 'open|signed-in',
    help: 'Who may turn a code into an address: anybody who knows it, or whoever signed in and may.',
  },
  publicList: {
    rule: yesNo,
    default: 'false',
    value: 'true|false',
    help: 'Answers `GET /list` without a sign-in or token: discloses every code and address.',
  },
  ttl: {
    rule: duration(60_000, 3650 * DAY_MS),
    default: '24h',
    value: 'DURATION',
    help: 'How long a code lives after its last register. Raise it if hosts stay up for longer.',
  },
  sweepInterval: {
    rule: duration(10_000, DAY_MS),
    default: '1h',
    value: 'DURATION',
    help: 'How often expired codes are removed; they are never served in between.',
  },
  maxCodes: {
    rule: LIMIT,
    default: '2000000',
    value: 'NUMBER',
    help: 'Codes held at most; a further one is refused.',
  },
  trustedProxies: {
    rule: list(isRange, 'an address or a CIDR range'),
    default: '',
    value: 'LIST',
    help: 'Proxies whose X-Forwarded-For and X-Real-IP are believed, such as 127.0.0.1,10.0.0.0/8.',
  },
  allowedHosts: {
    rule: list((item) => HOST_NAME.test(item), 'a host name'),
    default: '',
    value: 'LIST',
    help: 'Names under which pages and /v1 answer (against DNS rebinding); empty allows all.',
  },
  registersPerMinute: {
    rule: LIMIT,
    default: '1000',
    value: 'NUMBER',
    help: 'Registers per address (IPv6: per /64) and minute; an office of 200 hosts needs 200.',
  },
  newCodesPerHour: {
    rule: LIMIT,
    default: '5000',
    value: 'NUMBER',
    help: 'Codes not seen before that one address may register per hour.',
  },
  registersPerCodePerMinute: {
    rule: LIMIT,
    default: '60',
    value: 'NUMBER',
    help: 'Registers of one code per minute, from all addresses together.',
  },
  resolvesPerMinute: {
    rule: LIMIT,
    default: '600',
    value: 'NUMBER',
    help: 'Resolves per address and minute.',
  },
  resolvesPerCodePerMinute: {
    rule: LIMIT,
    default: '6000',
    value: 'NUMBER',
    help: 'Resolves of one code per minute, from all addresses together.',
  },
  missesPerAddress: {
    rule: LIMIT,
    default: '100',
    value: 'NUMBER',
    help: 'Wrong codes per address in 10 minutes; a fifth is free, then answers come later and later.',
  },
  missesPerCode: {
    rule: LIMIT,
    default: '200',
    value: 'NUMBER',
    help: 'Vain resolves of one unregistered code in 10 minutes, from all addresses together.',
  },
  missesInAll: {
    rule: LIMIT,
    default: '5000',
    value: 'NUMBER',
    help: 'Wrong codes from everywhere in 10 minutes before each address gets two free ones only.',
  },
  honeypots: {
    rule: list((item) => isCode(canonicalCode(item)), 'a code'),
    default: 'ISR-00000000,ISR-00000001,ISR-99999999',
    value: 'LIST',
    help: 'Codes nobody has; whoever asks for one is banned. Empty turns this off.',
  },
  banFor: {
    rule: duration(1000, 365 * DAY_MS),
    default: '1h',
    value: 'DURATION',
    help: 'How long a ban holds, also across restarts.',
  },
  maxConnections: {
    rule: number(10, 1_000_000),
    default: '10000',
    value: 'NUMBER',
    help: 'Connections at once.',
  },
  maxConnectionsPerAddress: {
    rule: number(1, 1_000_000),
    default: '1000',
    value: 'NUMBER',
    help: 'Connections at once from one address that is not a trusted proxy.',
  },
  publicUrl: {
    rule: textThat((text) => !text || isOrigin(text), 'give it as in https://registry.example'),
    default: '',
    value: 'URL',
    help: 'Where browsers reach this server, such as https://registry.example; OpenID Connect needs it.',
  },
  oidcIssuer: {
    rule: textThat((text) => !text || isIssuer(text), 'give the https address of the issuer'),
    default: '',
    value: 'URL',
    help: 'OpenID Connect provider that people may sign in with; see docs/sign-in.md.',
  },
  oidcClientId: {
    rule: textThat((text) => /^[\x21-\x7e]{0,255}$/.test(text), 'give the id without spaces'),
    default: '',
    value: 'ID',
    help: 'What the provider calls this server.',
  },
  oidcClientSecretFile: {
    rule: textThat((text) => /^\P{C}*$/u.test(text), 'give the path of a file'),
    default: '',
    value: 'PATH',
    help: 'File (mode 0600) with the secret that the provider gave this server; empty if it gave none.',
  },
  oidcName: {
    rule: textThat((text) => /^\P{C}{1,40}$/u.test(text), 'give 1 to 40 characters'),
    default: 'OpenID Connect',
    value: 'TEXT',
    help: 'What the button on the sign-in page calls the provider.',
  },
  auditKeep: {
    rule: duration(DAY_MS, 3650 * DAY_MS),
    default: '365d',
    value: 'DURATION',
    help: 'How long entries of the audit are kept.',
  },
  auditMaxRows: {
    rule: number(100, 1_000_000_000),
    default: '1000000',
    value: 'NUMBER',
    help: 'Audit entries kept at most; the oldest go first, and what strangers caused before acts.',
  },
  sessionsKeep: {
    rule: duration(DAY_MS, 3650 * DAY_MS),
    default: '90d',
    value: 'DURATION',
    help: 'How long sessions that ended stay in the history.',
  },
  logLevel: {
    rule: oneOf(...LOG_LEVELS),
    default: 'info',
    value: LOG_LEVELS.join('|'),
    help: 'How much is logged; debug shows every register.',
  },
} as const satisfies Record<string, Definition>

type Key = keyof typeof SETTINGS

/** The configuration, every value checked. */
export type Config = { readonly [K in Key]: ReturnType<(typeof SETTINGS)[K]['rule']> }

/** What is wrong with a flag or variable, in one sentence. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
}

const KEYS = Object.keys(SETTINGS) as Key[]

/** `publicList` as `--public-list`. */
export const flagOf = (key: string): string => `--${key.replace(/[A-Z]/g, (c) => `-${c.toLowerCase()}`)}`

/** `publicList` as `ISR_PUBLIC_LIST`. */
export const variableOf = (key: string): string =>
  `ISR_${key.replace(/[A-Z]/g, (c) => `_${c}`).toUpperCase()}`

/** Reads flags (`--key value`, `--key=value`) and `ISR_*` variables. Throws `ConfigError`. */
export const readConfig = (args: readonly string[], env: NodeJS.ProcessEnv): Config => {
  const texts = { ...readVariables(env), ...readFlags(args) }
  const config: Record<string, unknown> = {}
  for (const key of KEYS) {
    const given = texts[key]
    try {
      config[key] = SETTINGS[key].rule(given?.text ?? SETTINGS[key].default)
    } catch (error) {
      const { message } = error as Error
      throw new ConfigError(`${given?.source ?? key} is "${given?.text}": ${message}.`)
    }
  }
  if (config['oidcIssuer'] && !(config['oidcClientId'] && config['publicUrl'])) {
    throw new ConfigError('--oidc-issuer also needs --oidc-client-id and --public-url.')
  }
  return config as Config
}

/** What the commands that speak to a server read; they are no settings of the server itself. */
const CLIENT_VARIABLES = new Set(['ISR_TOKEN', 'ISR_SERVER', 'ISR_ENROL', 'ISR_PIN'])

type Given = { text: string; source: string }

const readVariables = (env: NodeJS.ProcessEnv): Record<string, Given> => {
  const given: Record<string, Given> = {}
  for (const [name, text] of Object.entries(env)) {
    // Empty is how compose files and units pass on what nobody set.
    if (!name.startsWith('ISR_') || !text || CLIENT_VARIABLES.has(name)) continue
    const key = KEYS.find((candidate) => variableOf(candidate) === name)
    if (key === undefined) {
      throw new ConfigError(
        `${name} is set in the environment, but there is no such setting. ${nearest(name, KEYS.map(variableOf))}`,
      )
    }
    given[key] = { text, source: name }
  }
  return given
}

const readFlags = (args: readonly string[]): Record<string, Given> => {
  const given: Record<string, Given> = {}
  for (let at = 0; at < args.length; at++) {
    const [flag = '', ...rest] = (args[at] ?? '').split('=')
    const key = KEYS.find((candidate) => flagOf(candidate) === flag)
    if (key === undefined && !flag.startsWith('-')) {
      throw new ConfigError(`"${args[at]}" is no setting: settings begin with --, and a path goes behind one, as in --db FILE.`)
    }
    if (key === undefined) {
      throw new ConfigError(`There is no setting ${flag}. ${nearest(flag, KEYS.map(flagOf))}`)
    }
    if (rest.length > 0) given[key] = { text: rest.join('='), source: flag }
    else given[key] = { text: valueAfter(args, at, key), source: flag }
    if (rest.length === 0 && args[at + 1] === given[key].text) at++
  }
  return given
}

/** `--public-list` alone means yes; every other flag needs a value. */
const valueAfter = (args: readonly string[], at: number, key: Key): string => {
  const next = args[at + 1]
  const isYesNo = SETTINGS[key].value === 'true|false'
  if (isYesNo && next !== 'true' && next !== 'false') return 'true'
  if (next === undefined || next.startsWith('--')) {
    throw new ConfigError(`${args[at]} needs a value: ${args[at]} ${SETTINGS[key].value}.`)
  }
  return next
}

const nearest = (given: string, known: readonly string[]): string => {
  const ranked = known
    .map((name) => ({ name, distance: editDistance(given.toLowerCase(), name.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance)
  const best = ranked[0]
  return best && best.distance <= 4
    ? `Did you mean ${best.name}?`
    : 'Run `isr serve --help` for the list.'
}

/** The configuration as flags that would reproduce it, one a line. There are no secret settings. */
export const printConfig = (config: Config): string =>
  KEYS.map((key) => `${variableOf(key)}=${toText(key, config[key])}`).join('\n')

const toText = (key: Key, value: unknown): string => {
  if (Array.isArray(value)) return value.join(',')
  return SETTINGS[key].value === 'DURATION' ? formatDuration(Number(value)) : String(value)
}

/** The settings as they are now, for whoever may see what this server was started with. */
export const describeSettings = (config: Config): readonly Setting[] =>
  KEYS.map((key) => ({
    key,
    flag: flagOf(key),
    variable: variableOf(key),
    value: toText(key, config[key]),
    // Written as the value is, so that 24h and 1d do not look like a change.
    default: toText(key, SETTINGS[key].rule(SETTINGS[key].default)),
    choices: SETTINGS[key].value,
    help: SETTINGS[key].help,
  }))

/** The settings as lines of `--help`. */
export const settingsHelp = (): string =>
  KEYS.map((key) => {
    const { value, help, default: text } = SETTINGS[key]
    return `  ${flagOf(key)} ${value}\n      ${help}\n      ${variableOf(key)}, default: ${text || '(none)'}`
  }).join('\n')

/** The settings as the README's Markdown table. */
export const settingsTable = (): string =>
  [
    '| flag | variable | default | what it does |',
    '|---|---|---|---|',
    ...KEYS.map((key) => {
      const { help, default: text } = SETTINGS[key]
      return `| \`${flagOf(key)}\` | \`${variableOf(key)}\` | ${text ? `\`${text.replaceAll(',', ', ')}\`` : ''} | ${help.replaceAll('|', '\\|')} |`
    }),
  ].join('\n')
