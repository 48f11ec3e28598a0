import { execFileSync, spawnSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { INVITATION_SQL } from '../../src/access/invitations/store.ts'
import { MEMBER_SQL } from '../../src/access/members/store.ts'
import { OIDC_SQL } from '../../src/access/oidc/store.ts'
import { FACTOR_SQL } from '../../src/access/people/factors/store.ts'
import { PEOPLE_SQL } from '../../src/access/people/store.ts'
import { SIGN_IN_SQL } from '../../src/access/sign-ins/store.ts'
import { TENANT_SQL } from '../../src/access/tenants/store.ts'
import { TOKEN_SQL } from '../../src/access/tokens/store.ts'
import { AUDIT_SQL } from '../../src/audit/store.ts'
import { GUARD_SQL } from '../../src/guard/store.ts'
import { LINK_SQL } from '../../src/links/store.ts'
import { CLAIM_SQL } from '../../src/registry/claims/store.ts'
import { ENROLMENT_SQL } from '../../src/registry/enrolments/store.ts'
import { FACT_SQL } from '../../src/registry/facts/store.ts'
import { OWNERSHIP_SQL } from '../../src/registry/ownership/store.ts'
import { REGISTRY_SQL } from '../../src/registry/store.ts'
import { SESSION_SQL } from '../../src/rendezvous/store.ts'
import { STORED_FACT_SQL } from '../../src/store/database.ts'
import { makeFolder } from '../support/app.ts'

const VERSIONS = '/usr/lib/postgresql'

const findPostgres = (): string | undefined => {
  const [version] = spawnSync('ls', [VERSIONS]).status === 0 ? readdirSync(VERSIONS).toSorted() : []
  if (version !== undefined) return join(VERSIONS, version, 'bin')
  if (process.env['CI']) throw new Error('PostgreSQL is missing on this machine, and CI must have it')
  process.stderr.write('SKIPPED: PostgreSQL is not installed, the SQL is not held against it here\n')
  return undefined
}

const MIGRATIONS = new URL('../../src/store/migrations/', import.meta.url)

const postgres = findPostgres()

describe.skipIf(postgres === undefined)('the SQL', () => {
  it('is understood by PostgreSQL, table by table and statement by statement', () => {
    const folder = makeFolder()
    const asUser = (command: string, args: string[], input?: string): string => {
      // PostgreSQL refuses to run as root, and so it should.
      const isRoot = process.getuid?.() === 0
      const full = isRoot ? ['runuser', '-u', 'postgres', '--', command, ...args] : [command, ...args]
      return execFileSync(full[0] ?? '', full.slice(1), { encoding: 'utf8', input, cwd: folder, stdio: 'pipe' })
    }
    if (process.getuid?.() === 0) execFileSync('chown', ['postgres', folder])
    const data = join(folder, 'data')
    const bin = (name: string): string => join(postgres ?? '', name)
    asUser(bin('initdb'), ['-D', data, '-A', 'trust', '--no-sync'])
    const options = `-k ${folder} -c listen_addresses= -c fsync=off`
    asUser(bin('pg_ctl'), ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start'])
    onTestFinished(() => void asUser(bin('pg_ctl'), ['-D', data, '-m', 'immediate', 'stop']))

    const schema = readdirSync(MIGRATIONS)
      .toSorted()
      .map((name) => readFileSync(new URL(name, MIGRATIONS), 'utf8'))
      .join('\n')
      .replaceAll('WITHOUT ROWID', '')
    // Each store names its texts for itself, so the names may repeat.
    const texts = [REGISTRY_SQL, SESSION_SQL, STORED_FACT_SQL, LINK_SQL, CLAIM_SQL, ENROLMENT_SQL, FACT_SQL, OWNERSHIP_SQL, GUARD_SQL, SIGN_IN_SQL, AUDIT_SQL, PEOPLE_SQL, FACTOR_SQL, INVITATION_SQL, MEMBER_SQL, OIDC_SQL, TENANT_SQL, TOKEN_SQL].flatMap(
      (sql) => Object.entries(sql),
    )
    const prepares = texts.map(([name, sql], at) => `PREPARE s${at} AS ${sql}; -- ${name}`)
    const script = ['\\set ON_ERROR_STOP on', schema, ...prepares, "SELECT 'all of it';"].join('\n')
    const output = asUser(bin('psql'), ['-h', folder, '-d', 'postgres', '-At', '-f', '-'], script)
    expect(output.trim().endsWith('all of it')).toBe(true)
    expect(texts.length).toBeGreaterThan(15)
  })
})
