/**
 * `isr admin`: the owner's verbs. Those about hosts, people and rights speak to the server over its
 * API, from anywhere; those about the database file work on the file, on the machine it lies on.
 */

import { readArguments, refuseSecrets } from './arguments.ts'
import { findConnection, openApi, SERVER_FLAGS, warnIfOpen } from './connection.ts'
import type { Verb } from './admin/context.ts'
import { tenantIdOf } from './admin/tenants.ts'
import { CommandError, EXIT_CODES, fail } from './failure.ts'
import { languageOf } from './terminal.ts'

const HELP = `isr admin - look after a server: its hosts, people, tokens and data

Usage, over the API of the running server:
  isr admin hosts [--q TEXT]                         List hosts
  isr admin host lock|unlock|tag|release|transfer|revoke|delete CODE
  isr admin enrol [--uses N] [--expires 7d]          Let hosts in with a token
  isr admin people [role|reset|remove LOGIN]         Who is a member; a lost password
  isr admin invite LOGIN --role ROLE                 Make somebody a member
  isr admin tokens [make NAME --scopes …|revoke ID]  What programs present
  isr admin tenants [make NAME|rename ID NAME]       Owners apart from each other
  isr admin bans [lift ADDRESS]                      Banned addresses
  isr admin audit [--since 24h]                      Who did what

Usage, on the database file itself:
  isr admin import <registry.json>   Take over the older server's file (keeps registered_at)
  isr admin export [file]            Write the live codes in that same format (default: stdout)
  isr admin backup <file>            Copy the database while the server runs
  isr admin restore <file>           Put a backup in its place (stop the server first)
  isr admin check                    Walk every page of the database

\`isr admin <verb> --help\` explains one, with examples.

Options:
  --server URL  The server (ISR_SERVER; default: the one on this machine, else the last login's)
  --db FILE     The database; the owner token beside it is used on the server's own machine
                (ISR_DB, default ./data/registry.db)
  --port PORT   Where the server on this machine listens (ISR_PORT, default 8080)
  --tenant NAME|ID  In which tenant, with the owner token
  --ttl AGE     With export: how old a code may be (ISR_TTL, default 24h)
  --json        Answer as one JSON object
  --lang es|en  Language of what people read (default: LANG)
  --help        Print this

A token comes from ISR_TOKEN, from \`isr login\`, or from the file beside the database; never from the
command line.

${EXIT_CODES}
`

const VERBS: Record<string, () => Promise<Verb>> = {
  hosts: async () => (await import('./admin/hosts.ts')).hosts,
  host: async () => (await import('./admin/hosts.ts')).host,
  enrol: async () => (await import('./admin/enrol.ts')).enrol,
  people: async () => (await import('./admin/people.ts')).people,
  invite: async () => (await import('./admin/people.ts')).invite,
  tokens: async () => (await import('./admin/tokens.ts')).tokens,
  tenants: async () => (await import('./admin/tenants.ts')).tenants,
  bans: async () => (await import('./admin/bans.ts')).bans,
  audit: async () => (await import('./admin/audit.ts')).audit,
}

const FILE_VERBS = new Set(['import', 'export', 'backup', 'restore', 'check'])

/** Runs the command. */
export const admin = async (args: string[]): Promise<void> => {
  let language = languageOf(undefined, process.env)
  try {
    refuseSecrets(args)
    const [name = '', ...rest] = args
    const load = Object.hasOwn(VERBS, name) ? VERBS[name] : undefined
    const isHelp = args.includes('--help') || args.includes('-h')
    if (args.length === 0 || (isHelp && !load)) {
      process.stdout.write(HELP)
      if (args.length === 0) process.exitCode = 2
      return
    }
    if (FILE_VERBS.has(name)) {
      // SQLite takes as long to load as everything else together; the other verbs need none.
      const { runOnFile } = await import('./admin/files.ts')
      return await runOnFile(name, rest)
    }
    if (!load) {
      throw new CommandError(`There is no verb "${name}". Run \`isr admin --help\` for the list.`, 2)
    }
    const verb = await load()
    if (isHelp) return void process.stdout.write(`${verb.help}\n${EXIT_CODES}\n`)
    const given = readArguments(rest, { ...SERVER_FLAGS, ...verb.flags, tenant: 'value', json: 'switch' })
    language = languageOf(given.values['lang'], process.env)
    const connection = findConnection(given.values, process.env, language)
    warnIfOpen(connection, language)
    await verb.run({
      ...given,
      api: await inTenant(connection, given.values['tenant']),
      language,
      isJson: given.switches.has('json'),
      isTerminal: process.stdout.isTTY,
    })
  } catch (error) {
    fail(error, language)
  }
}

/** The API, in a tenant that is named; only the owner token can choose, so the choice is checked. */
const inTenant = async (
  connection: { readonly server: string; readonly token: string },
  tenant: string | undefined,
) => {
  const api = openApi(connection)
  if (tenant === undefined) return api
  const tenantId = await tenantIdOf(api, tenant)
  const chosen = openApi(connection, tenantId)
  const { tenant: actual } = await chosen.get<{ tenant: { id: string; name: string } }>('/v1/me')
  if (actual.id === tenantId) return chosen
  throw new CommandError(`This token works in the tenant ${actual.id} only, not in ${tenantId}.`, 4)
}
