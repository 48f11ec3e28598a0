import { execFileSync, spawnSync } from 'node:child_process'
import { rmSync, truncateSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { makeFolder } from '../support/app.ts'
import { runIsr, startServer } from '../support/binary.ts'

const DISK_BYTES = 3 * 2 ** 20

/** A disk of our own that can be filled and made read-only; needs root, as CI has. */
const makeDisk = (): string => {
  const folder = makeFolder()
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${DISK_BYTES}`, 'tmpfs', folder])
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  return folder
}

/** A file system that goes read-only under open files, as the kernel does when a disk fails. */
const makeFailingDisk = (): { folder: string; fail: () => void } => {
  const folder = makeFolder()
  const image = join(makeFolder(), 'disk.img')
  writeFileSync(image, '')
  truncateSync(image, 4 * DISK_BYTES)
  execFileSync('mkfs.ext4', ['-q', image])
  execFileSync('mount', ['-o', 'loop,errors=remount-ro', image, folder])
  onTestFinished(() => void spawnSync('umount', ['-l', folder]))
  const device = execFileSync('findmnt', ['-n', '-o', 'SOURCE', folder], { encoding: 'utf8' })
  const trigger = join('/sys/fs/ext4', basename(device.trim()), 'trigger_fs_error')
  return { folder, fail: () => writeFileSync(trigger, '1') }
}

const canMount = (): boolean => {
  if (process.getuid?.() === 0 && process.platform === 'linux') return true
  process.stderr.write('SKIPPED: not root, a full and a read-only disk are not tried here\n')
  return false
}

const FLAGS = ['--registers-per-minute', '1000000', '--new-codes-per-hour', '1000000']

describe.skipIf(!canMount())('a disk in trouble', () => {
  const register = (url: string, code: string): Promise<Response> =>
    fetch(`${url}/register?code=${code}&host=10.0.0.1&name=${'n'.repeat(120)}`, { method: 'POST' })

  const readiness = async (url: string): Promise<string> => {
    const answer = await fetch(`${url}/readyz`)
    return `${answer.status} ${(await answer.text()).trim()}`
  }

  it('that is full answers 503 and never a lie, and works again once space returns', async () => {
    const folder = makeDisk()
    const server = await startServer(FLAGS, { folder })
    const acknowledged: string[] = []
    const refusals: Response[] = []
    for (let at = 0; at < 40_000 && refusals.length === 0; at += 50) {
      const codes = Array.from({ length: 50 }, (_, offset) => `code-${at + offset}`)
      const answers = await Promise.all(codes.map((code) => register(server.url, code)))
      answers.forEach((answer, index) => {
        if (answer.status === 200) acknowledged.push(codes[index] ?? '')
        else refusals.push(answer)
      })
      // The rest of the disk goes to somebody else's file.
      if (at === 1000) spawnSync('sh', ['-c', `head -c ${DISK_BYTES} /dev/zero > ${folder}/filler 2>/dev/null`])
    }
    const [refusal] = refusals
    expect(refusal?.status).toBe(503)
    expect(refusal?.headers.get('retry-after')).toBe('5')
    expect(await refusal?.json()).toEqual({
      error: expect.stringContaining('disco lleno') as string,
      success: false,
      error_code: 'storage_unavailable',
    })
    // Reading goes on while nothing can be written.
    expect((await fetch(`${server.url}/resolve?code=${acknowledged[0]}`)).status).toBe(200)
    expect(await readiness(server.url)).toBe('503 storage_unavailable')

    rmSync(join(folder, 'filler'))
    // Without anybody registering: a load balancer sends nobody until it hears this.
    await expect.poll(() => readiness(server.url)).toBe('200 ready')
    expect((await register(server.url, 'after')).status).toBe(200)
    await server.stop('SIGKILL')
    const again = await startServer([...FLAGS, '--resolves-per-minute', '1000000'], { folder })
    for (const code of [...acknowledged.slice(-200), 'after']) {
      expect((await fetch(`${again.url}/resolve?code=${code}`)).status).toBe(200)
    }
    await again.stop()
  })

  it('that becomes read-only answers 503 to registers and goes on resolving', async () => {
    const { folder, fail } = makeFailingDisk()
    const server = await startServer(FLAGS, { folder })
    expect((await register(server.url, 'before')).status).toBe(200)
    fail()
    const refusal = await register(server.url, 'after')
    expect(refusal.status).toBe(503)
    expect(await refusal.json()).toMatchObject({ success: false, error_code: 'storage_unavailable' })
    expect((await fetch(`${server.url}/resolve?code=before`)).status).toBe(200)
    expect((await fetch(`${server.url}/resolve?code=after`)).status).toBe(404)
    expect(await readiness(server.url)).toBe('503 storage_unavailable')
    await server.stop('SIGKILL')
  })

  it('that is read-only or full at the start is said in a sentence', async () => {
    const folder = makeDisk()
    const db = join(folder, 'registry.db')
    spawnSync('sh', ['-c', `head -c ${2 * DISK_BYTES} /dev/zero > ${folder}/filler 2>/dev/null`])
    const full = await runIsr(['serve', '--port', '0', '--db', db])
    expect(full.code).toBe(1)
    expect(full.stderr).toMatch(/disk is full/i)
    rmSync(join(folder, 'filler'))
    execFileSync('mount', ['-o', 'remount,ro', folder])
    const readOnly = await runIsr(['serve', '--port', '0', '--db', db])
    expect(readOnly.code).toBe(1)
    expect(readOnly.stderr).toMatch(/cannot be written to \(EROFS\)/)
  })
})
