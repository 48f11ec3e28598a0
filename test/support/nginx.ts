/**
 * The shipped nginx file in a real nginx that runs in the foreground below a temporary folder.
 * Nothing in the file is changed but ports, the upstream's port and the certificate's paths.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { makeFolder } from './app.ts'
import { freePort } from './free-port.ts'
import { hasProgram } from './machine.ts'

const SHIPPED = readFileSync(new URL('../../nginx/isr-registry.conf', import.meta.url), 'utf8')
const PATH = `${process.env['PATH']}:/usr/sbin:/sbin`

/** The name in the shipped file, and in the certificate made for it. */
export const NAME = 'registry.example.org'

const makeCertificate = (folder: string): { cert: string; key: string } => {
  const [cert, key] = [join(folder, 'fullchain.pem'), join(folder, 'privkey.pem')]
  const what = ['-subj', `/CN=${NAME}`, '-addext', `subjectAltName=DNS:${NAME},IP:127.0.0.1`]
  const how = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2']
  const args = ['req', '-x509', ...how, '-keyout', key, '-out', cert, ...what]
  const { status, stderr } = spawnSync('openssl', args, { encoding: 'utf8' })
  if (status !== 0) throw new Error(stderr)
  return { cert, key }
}

const hasIPv6 = Object.values(networkInterfaces())
  .flat()
  .some((at) => at?.address === '::1')

/** Every substitution must hit, or the test would prove something about another file. */
const substitute = (text: string, pairs: [from: string, to: string][]): string =>
  pairs.reduce((result, [from, to]) => {
    if (!result.includes(from)) throw new Error(`the shipped file has no "${from}"`)
    return result.replaceAll(from, to)
  }, text)

/** A running nginx: its ports for https and http, and the certificate to trust. */
export type Nginx = {
  readonly tls: number
  readonly plain: number
  readonly ca: string
  /** The same in a file, as NODE_EXTRA_CA_CERTS takes it. */
  readonly caFile: string
}

// Debian keeps nginx where only root's PATH leads.
const hasNginx = (): boolean =>
  spawnSync('/usr/sbin/nginx', ['-v']).status === 0 || hasProgram('nginx')

/** Whether this machine can run nginx with a certificate; see `hasProgram`. */
export const canRunNginx = (): boolean => hasNginx() && hasProgram('openssl')

/** Starts nginx in front of the port `upstream`; it ends with the test, which fails on warnings. */
export const startNginx = async (upstream: number): Promise<Nginx> => {
  const folder = makeFolder()
  const { cert, key } = makeCertificate(folder)
  const [tls, plain] = [await freePort(), await freePort()]
  const shipped = hasIPv6 ? SHIPPED : SHIPPED.replaceAll(/^ *listen \[::\].*\n/gm, '')
  const conf = substitute(shipped, [
    ['listen 443 ', `listen ${tls} `],
    ['listen 80;', `listen ${plain};`],
    ['server 127.0.0.1:8080;', `server 127.0.0.1:${upstream};`],
    [`/etc/letsencrypt/live/${NAME}/fullchain.pem`, cert],
    [`/etc/letsencrypt/live/${NAME}/privkey.pem`, key],
    ...(hasIPv6
      ? ([
          ['listen [::]:443 ', `listen [::]:${tls} `],
          ['listen [::]:80;', `listen [::]:${plain};`],
        ] satisfies [string, string][])
      : []),
  ])
  const included = join(folder, 'isr-registry.conf')
  writeFileSync(included, conf)
  const spools = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  for (const spool of spools) mkdirSync(join(folder, spool))
  const main = join(folder, 'nginx.conf')
  writeFileSync(
    main,
    [
      // As root, nginx would give its workers to a user who may not enter the temporary folder.
      ...(process.getuid?.() === 0 ? ['user root;'] : []),
      'worker_processes 1;',
      `pid ${join(folder, 'nginx.pid')};`,
      'error_log stderr warn;',
      'events { worker_connections 512; }',
      'http {',
      'access_log off;',
      ...spools.map((spool) => `${spool}_temp_path ${join(folder, spool)};`),
      `include ${included};`,
      '}',
    ].join('\n'),
  )
  await runNginx(['-p', folder, '-e', 'stderr', '-c', main, '-g', 'daemon off;'], tls)
  return { tls, plain, ca: readFileSync(cert, 'utf8'), caFile: cert }
}

/** Not refused requests, nor the newer spelling of http2 that Debian 12's nginx does not know. */
const COMPLAINT = /\[(warn|crit|alert|emerg)\](?!.*"listen \.\.\. http2" directive is dep)/

const runNginx = async (args: string[], port: number): Promise<void> => {
  const nginx: ChildProcess = spawn('nginx', args, { env: { ...process.env, PATH } })
  const ended = once(nginx, 'close')
  let text = ''
  nginx.stderr?.on('data', (chunk: Buffer) => (text += chunk.toString()))
  onTestFinished(async () => {
    nginx.kill('SIGTERM')
    await ended
    const complaints = text.split('\n').filter((line) => COMPLAINT.test(line))
    expect(complaints, 'what nginx complained about').toEqual([])
  })
  const isUp = (): boolean | Promise<boolean> => nginx.exitCode !== null || isListening(port)
  await expect.poll(isUp).toBe(true)
  if (nginx.exitCode !== null) throw new Error(`nginx ended:\n${text}`)
}

const isListening = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false))
    socket.once('connect', () => socket.destroy())
  })
