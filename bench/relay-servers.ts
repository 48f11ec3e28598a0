/** The relays that are compared, each on the server's core; what is not installed is left out. */

import { existsSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import type { Address, Language } from './relay-pairs.ts'
import { isInstalled, type Lab, type Started } from './support/lab.ts'
import { freePort, pause } from './support/servers.ts'

/** A relay that listens. */
export type RunningRelay = Address & { readonly name: string; readonly pid: number }

type Ports = { readonly port: number; readonly target: number }

type Kind = {
  readonly language: Language
  readonly program: string
  /** The Debian package it comes in. */
  readonly from: string
  readonly isMissing?: () => boolean
  readonly args: (ports: Ports, folder: string) => string[]
}

const STREAM_MODULE = '/usr/lib/nginx/modules/ngx_stream_module.so'

const written = (folder: string, name: string, text: string): string => {
  const file = join(folder, name)
  writeFileSync(file, text)
  return file
}

/** All of them with one thread: there is one core. */
const KINDS = {
  socat: {
    language: 'plain',
    program: 'socat',
    from: 'socat',
    args: ({ port, target }) => [
      '-b65536',
      `TCP-LISTEN:${port},bind=127.0.0.1,reuseaddr,fork,nodelay`,
      `TCP:127.0.0.1:${target},nodelay`,
    ],
  },
  haproxy: {
    language: 'plain',
    program: 'haproxy',
    from: 'haproxy',
    args: ({ port, target }, folder) => [
      '-f',
      written(
        folder,
        'haproxy.cfg',
        [
          'global\n  nbthread 1\n  maxconn 1000\ndefaults\n  mode tcp',
          '  timeout connect 5s\n  timeout client 1h\n  timeout server 1h',
          `listen relay\n  bind 127.0.0.1:${port}\n  server target 127.0.0.1:${target}\n`,
        ].join('\n'),
      ),
    ],
  },
  'nginx stream': {
    language: 'plain',
    program: 'nginx',
    from: 'nginx libnginx-mod-stream',
    isMissing: () => !existsSync(STREAM_MODULE),
    args: ({ port, target }, folder) => [
      '-c',
      written(
        folder,
        'nginx.conf',
        `load_module ${STREAM_MODULE};\nworker_processes 1;\ndaemon off;\npid ${folder}/pid;\n` +
          `error_log stderr;\nevents {}\nstream { server { listen 127.0.0.1:${port}; ` +
          `proxy_pass 127.0.0.1:${target}; } }\n`,
      ),
    ],
  },
  websockify: {
    language: 'websockify',
    program: 'websockify',
    from: 'websockify',
    args: ({ port, target }) => [`127.0.0.1:${port}`, `127.0.0.1:${target}`],
  },
  'transit relay': {
    language: 'transit',
    program: 'twist3',
    from: 'python3-magic-wormhole-transit-relay',
    args: ({ port }) => ['transitrelay', `--port=tcp:${port}:interface=127.0.0.1`],
  },
} as const satisfies Record<string, Kind>

/** Starts our relay and every reference that is installed; `say` hears of those that are not. */
export const startRelays = async (
  lab: Lab,
  say: (text: string) => void,
): Promise<RunningRelay[]> => {
  const ours = await startOne(lab, 'isr', {
    language: 'isr',
    program: process.execPath,
    from: 'nodejs',
    args: ({ port }) => [join(import.meta.dirname, 'relay-server.ts'), String(port)],
  })
  const relays = [ours, { ...ours, name: 'isr masked', language: 'isr-masked' as const }]
  for (const [name, kind] of Object.entries<Kind>(KINDS)) {
    if (!isInstalled(kind.program) || kind.isMissing?.() === true) {
      say(`${name} is left out: install it with \`apt-get install ${kind.from}\`.`)
      continue
    }
    relays.push(await startOne(lab, name, kind))
  }
  return relays
}

const startOne = async (lab: Lab, name: string, kind: Kind): Promise<RunningRelay> => {
  const ports = { port: await freePort(), target: await freePort() }
  const args = kind.args(ports, lab.newFolder('relay'))
  const started = lab.spawn(kind.program, args, { core: 'server' })
  await listening(ports.port, started)
  return { ...ports, name, language: kind.language, pid: started.child.pid ?? 0 }
}

/** How long a relay may take to listen, milliseconds, and the pause between two tries. */
const START_MS = 15_000
const RETRY_MS = 50

const listening = async (port: number, { child, readLog }: Started): Promise<void> => {
  const deadline = performance.now() + START_MS
  while (!(await isOpen(port))) {
    if (child.exitCode !== null || performance.now() > deadline) throw new Error(readLog())
    await pause(RETRY_MS)
  }
}

const isOpen = (port: number): Promise<boolean> =>
  new Promise((done) => {
    const socket = connect(port, '127.0.0.1')
    socket.once('connect', () => {
      socket.destroy()
      done(true)
    })
    socket.once('error', () => done(false))
  })
