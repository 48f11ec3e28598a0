/**
 * Completes package-lock.json after `npm install` against a registry that mirrors the packages of one
 * system only. npm leaves the others out of the lock, and `npm ci` then refuses it everywhere. Their
 * exact versions stand in the packages that want them; system and processor stand in their names.
 */

import { readFileSync, writeFileSync } from 'node:fs'

const SYSTEMS = ['android', 'darwin', 'freebsd', 'linux', 'openharmony', 'win32', 'aix', 'netbsd', 'openbsd', 'sunos']
const PROCESSORS = ['arm64', 'arm', 'x64', 'ia32', 'ppc64', 'riscv64', 's390x', 'loong64', 'wasm32']

/** @typedef {{ version: string, dev?: boolean, optionalDependencies?: Record<string, string> }} Package */

/** @type {{ packages: Record<string, Package> }} */
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const { packages } = lock

/** @param {string} name @param {string} version @param {boolean | undefined} dev */
const entry = (name, version, dev) => {
  const parts = name.split(/[/-]/)
  const system = SYSTEMS.find((candidate) => parts.includes(candidate))
  const processor = PROCESSORS.find((candidate) => parts.includes(candidate))
  const libc = parts.includes('musl') ? 'musl' : parts.includes('gnu') ? 'glibc' : undefined
  return {
    version,
    ...(processor && { cpu: [processor] }),
    ...(dev && { dev }),
    ...(libc && { libc: [libc] }),
    optional: true,
    ...(system && { os: [system] }),
  }
}

for (const [path, { dev, optionalDependencies = {} }] of Object.entries(packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const isThere = packages[`node_modules/${name}`] ?? packages[`${path}/node_modules/${name}`]
    if (isThere || !/^\d/.test(version)) continue
    packages[`node_modules/${name}`] = entry(name, version, dev)
  }
}

lock.packages = Object.fromEntries(
  Object.entries(packages).toSorted(([one], [other]) => (one < other ? -1 : 1)),
)
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
