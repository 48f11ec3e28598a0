/**
 * The straightforward durable server: one transaction with `synchronous=FULL` per register, in the
 * thread that answers. Same table, same statement shape, no guards.
 * Usage: commit-each.ts <port> <database>
 */

import { createServer } from 'node:http'
import Sqlite from 'better-sqlite3'

const [port, file = ''] = process.argv.slice(2)
const db = new Sqlite(file)
db.pragma('journal_mode = WAL')
db.pragma('synchronous = FULL')

const upsert = db.prepare(`INSERT INTO leases
  (code, tenant_id, host_id, address, port, name, registered_at, updated_at)
  VALUES ($code, 'default', $code, $host, $port, $name, $now, $now)
  ON CONFLICT (code) DO UPDATE SET address = excluded.address, port = excluded.port,
    name = excluded.name, updated_at = excluded.updated_at`)

createServer((request, response) => {
  const url = new URL(request.url ?? '/', 'http://localhost')
  const [code, host] = [url.searchParams.get('code'), url.searchParams.get('host')]
  response.setHeader('Content-Type', 'application/json')
  if (!code || !host) {
    response.end('{"success":true}')
    return
  }
  const target = { host, port: Number(url.searchParams.get('port') ?? 5900) }
  upsert.run({ code, ...target, name: url.searchParams.get('name') ?? code, now: Date.now() })
  const message = `Código ${code} registrado correctamente`
  response.end(JSON.stringify({ success: true, message, code, ...target }))
}).listen(Number(port), '127.0.0.1')
