import { createPublicKey, verify } from 'node:crypto'
import { createServer, type RequestListener } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mkdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createApi, UnreachableError } from '../../src/client/api.ts'
import {
  configFolder,
  findCredential,
  removeCredential,
  saveCredential,
} from '../../src/client/credentials.ts'
import { prove, readOrMakeHostKey } from '../../src/client/host-key.ts'
import { ProblemError } from '../../src/client/problem.ts'
import { signedText } from '../../src/protocol/proof.ts'
import { REFUSALS } from '../../src/protocol/refusals.ts'
import { makeFolder, startTestApp } from '../support/app.ts'

/** A server in the hands of somebody hostile. */
const hostileServer = async (answer: RequestListener): Promise<string> => {
  const server = createServer(answer)
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

describe('the client', () => {
  it('reads and writes as the bearer of its token', async () => {
    const app = await startTestApp()
    const api = createApi({ server: app.url, token: app.ownerToken })
    const { id } = await api.post<{ id: string }>('/v1/tenants', { name: 'Norte' })
    expect(await api.put(`/v1/tenants/${id}`, { name: 'Sur' })).toMatchObject({ id, name: 'Sur' })
    const inTenant = createApi({ server: app.url, token: app.ownerToken, tenantId: id })
    expect(await inTenant.get('/v1/hosts')).toMatchObject({ total: 0 })
  })

  it('tells a refusal in both languages, with its code and request id', async () => {
    const app = await startTestApp()
    const api = createApi({ server: app.url })
    const error = await api.get('/v1/hosts').catch((caught: unknown) => caught)
    expect(error).toBeInstanceOf(ProblemError)
    const problem = error as ProblemError
    expect(problem.status).toBe(401)
    expect(problem.sentence('en')).toMatch(/^Sign in, or send a token.*\(sign_in_required, req_[\w-]+\)$/)
    expect(problem.sentence('es')).toMatch(/^Inicie sesión o envíe un token.*\(sign_in_required, req_[\w-]+\)$/)
  })

  it('carries the facts of each refusal over into Spanish', () => {
    for (const [code, { status, en, es }] of Object.entries(REFUSALS)) {
      const fill = (text: string): string => text.replace(/\{(\w+)\}/g, '<$1>')
      const problem = new ProblemError(status, { code, detail: fill(en), requestId: 'req_1' }, null)
      const isUntold = [...es.matchAll(/\{\w+\}/g)].some(([name]) => !en.includes(name))
      if (isUntold) continue
      expect(problem.sentence('es')).toBe(`${fill(es)} (${code}, req_1)`)
    }
  })

  it('survives answers that are none', async () => {
    const bodies = ['', 'null', '[]', '<html>', '{"detail":5,"code":{}}', `{"detail":"${'x'.repeat(9000)}"}`]
    for (const body of bodies) {
      const server = await hostileServer((_, response) => void response.writeHead(500).end(body))
      const error = await createApi({ server }).get('/v1/hosts').catch((caught: unknown) => caught)
      expect(error).toBeInstanceOf(ProblemError)
      expect((error as ProblemError).sentence('es').length).toBeLessThan(2100)
    }
    const server = await hostileServer((_, response) => void response.end('<html>'))
    await expect(createApi({ server }).get('/')).rejects.toBeInstanceOf(UnreachableError)
  })

  it.each([200, 500])('reads no answer without end (%i)', async (status) => {
    const megabyte = Buffer.alloc(1024 * 1024, 'x')
    const server = await hostileServer((_request, response) => {
      const pour = (): void => {
        while (!response.destroyed && response.write(megabyte));
        response.once('drain', pour)
      }
      response.writeHead(status)
      pour()
    })
    const error = await createApi({ server }).get('/v1/server').catch((caught: unknown) => caught)
    expect(error).toMatchObject(
      status === 200 ? { name: 'UnreachableError', message: 'its answer has no end' } : { name: 'ProblemError', status },
    )
  })

  it('follows no redirect, and says where to it would have gone', async () => {
    const server = await hostileServer((_, response) => {
      response.writeHead(302, { Location: 'http://elsewhere.invalid/' }).end()
    })
    await expect(createApi({ server, token: 'isrp_x' }).get('/v1/hosts')).rejects.toThrow(/elsewhere\.invalid/)
  })
})

describe('credentials', () => {
  const LOGIN = { token: 'isrp_x', tokenId: 'tok_x' }

  it('are kept for each server, in a file of one’s own', () => {
    const file = join(makeFolder(), 'isr', 'credentials.json')
    expect(findCredential(file)).toBeUndefined()
    saveCredential(file, 'https://one.example', LOGIN)
    saveCredential(file, 'https://two.example', { ...LOGIN, token: 'isrp_y' })
    expect(statSync(file).mode & 0o777).toBe(0o600)
    expect(findCredential(file)).toMatchObject({ server: 'https://two.example' })
    expect(findCredential(file, 'https://one.example')?.credential).toEqual(LOGIN)
    for (const other of ['https://three.example', 'http://one.example', '__proto__', 'constructor']) {
      expect(findCredential(file, other)).toBeUndefined()
    }
    removeCredential(file, 'https://two.example')
    expect(findCredential(file)?.server).toBe('https://one.example')
  })

  it('lie where each system keeps such things', () => {
    expect(configFolder({ XDG_CONFIG_HOME: '/x', HOME: '/home/ana' })).toBe(join('/x', 'isr'))
    expect(configFolder({ HOME: '/home/ana' }, 'linux')).toBe(join('/home/ana', '.config', 'isr'))
    expect(configFolder({ APPDATA: '/Roaming' }, 'win32')).toBe(join('/Roaming', 'isr'))
  })
})

describe('a host’s key', () => {
  const CLAIM = { code: 'ISR-12345678', address: '10.0.0.4', port: 5900, name: 'Recepción' }

  it('is made once, for its owner’s eyes, and signs what the server checks', () => {
    const file = join(makeFolder(), 'isr', 'key.pem')
    const made = readOrMakeHostKey(file)
    const again = readOrMakeHostKey(file)
    expect([made.isNew, again.isNew, again.key]).toEqual([true, false, made.key])
    expect(statSync(file).mode & 0o777).toBe(0o600)
    const proof = prove(again, 'srv_1', CLAIM, { at: 1, instance: 'run_1' })
    const key = createPublicKey({ key: { kty: 'OKP', crv: 'Ed25519', x: proof.key }, format: 'jwk' })
    const text = Buffer.from(signedText('srv_1', CLAIM, proof))
    expect(verify(null, text, key, Buffer.from(proof.signature, 'base64url'))).toBe(true)
    expect(prove(again, 'srv_1', CLAIM, { at: 1, instance: '' }).nonce).not.toBe(proof.nonce)
  })

  it('is never a folder, nor anything else that lies there', () => {
    const file = join(makeFolder(), 'key.pem')
    mkdirSync(file)
    expect(() => readOrMakeHostKey(file)).toThrow(/EISDIR/)
  })
})
