// Adds to package-lock.json the optional platform packages that a registry mirror did not list, so
// that `npm ci` finds the lock complete. os/cpu come from the package's name.
import { readFileSync, writeFileSync } from 'node:fs'
const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const OS = ['android','darwin','freebsd','linux','openharmony','win32','aix','netbsd','openbsd','sunos']
const CPU = ['arm64','arm','x64','ia32','ppc64','riscv64','s390x','loong64','mips64el','wasm32']
let added = 0
for (const [path, pkg] of Object.entries(lock.packages)) {
  for (const [name, range] of Object.entries(pkg.optionalDependencies ?? {})) {
    if (lock.packages[`node_modules/${name}`] || lock.packages[`${path}/node_modules/${name}`]) continue
    if (!/^\d/.test(range)) { console.log('range?', path, name, range); continue }
    const parts = name.split('/').at(-1).split('-')
    const os = OS.find((o) => parts.includes(o)) ?? (parts.includes('win') ? 'win32' : undefined)
    const cpu = CPU.find((c) => parts.some((p) => p === c || p === c + 'v7' )) ?? (parts.includes('wasm32') ? 'wasm32' : undefined)
    lock.packages[`node_modules/${name}`] = { version: range, ...(cpu ? { cpu: [cpu] } : {}), ...(pkg.dev ? { dev: true } : {}), optional: true, ...(/musl/.test(name) ? { libc: ['musl'] } : /gnu/.test(name) ? { libc: ['glibc'] } : {}), ...(os ? { os: [os] } : {}) }
    console.log(name, os, cpu); added++
  }
}
const sorted = Object.fromEntries(Object.entries(lock.packages).sort(([a],[b]) => a < b ? -1 : 1))
writeFileSync('package-lock.json', JSON.stringify({ ...lock, packages: sorted }, null, 2) + '\n')
console.log(added)
