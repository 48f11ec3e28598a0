/** The shipped Python hosts and controllers, as real processes with urllib, against the real server. */

import { describe, expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
import { startServer } from '../support/binary.ts'
import { hasPython, runPython } from './python.ts'

type Call = [method: string, path: string, params: Record<string, string | number>]
type Answer = {
  status: number
  contentType: string
  data: Record<string, unknown>
  keys: string[]
  types: Record<string, unknown>
}

const callAll = (url: string, calls: Call[]): Promise<Answer[]> =>
  runPython<Answer[]>('old_clients.py', [url], calls)

describe.skipIf(!hasPython)('a shipped Python client', () => {
  it('registers, is resolved, and reads the types it computes with', async () => {
    const server = await startServer(['--public-list'])
    const place = { code: 'ISR-12345678', host: '192.168.1.4', port: 5901, name: 'Recepción PC' }
    const [made, found, info, list, status] = await callAll(server.url, [
      ['POST', '/register', place],
      ['GET', '/resolve', { code: 'ISR-12345678' }],
      ['GET', '/info', { code: 'ISR-12345678' }],
      ['GET', '/list', {}],
      ['GET', '/status', {}],
    ])
    expect(made?.data).toEqual({
      success: true,
      message: 'Código ISR-12345678 registrado correctamente',
      code: 'ISR-12345678',
      host: '192.168.1.4',
      port: 5901,
    })
    expect(made?.keys).toEqual(['success', 'message', 'code', 'host', 'port'])
    expect(found?.types).toEqual({ success: 'bool', code: 'str', host: 'str', port: 'int' })
    expect(found?.keys).toEqual(['success', 'code', 'host', 'port'])
    const times = { last_update: 'float', registered_at: 'float' }
    expect(info?.types).toEqual({
      success: 'bool',
      code: 'str',
      host: 'str',
      port: 'int',
      name: 'str',
      ...times,
    })
    expect(info?.keys.slice(4)).toEqual(['name', 'last_update', 'registered_at'])
    expect(info?.data['name']).toBe('Recepción PC')
    expect(list?.types).toEqual({
      success: 'bool',
      count: 'int',
      codes: { 'ISR-12345678': { host: 'str', port: 'int', name: 'str', ...times } },
    })
    expect(status?.data).toMatchObject({ status: 'running', registered_codes: 1, version: '2.2' })
    expect(status?.types).toMatchObject({ registered_codes: 'int', version: 'str' })
    for (const answer of [made, found, info, list, status]) {
      expect(answer).toMatchObject({ status: 200, contentType: 'application/json' })
    }
  })

  it('reads each refusal as JSON with its status', async () => {
    const app = await startTestApp(['--registration', 'enrolled', '--resolve', 'signed-in'])
    const open = await startTestApp()
    const closed = await callAll(app.url, [
      ['POST', '/register', { code: 'X', host: '10.0.0.1', port: 5900, name: 'X' }],
      ['GET', '/resolve', { code: 'X' }],
      ['GET', '/list', {}],
      ['POST', '/delete', { code: 'X' }],
    ])
    expect(closed.map(({ status, keys }) => [status, keys])).toEqual(
      [403, 401, 401, 401].map((status) => [status, ['error', 'success', 'error_code']]),
    )
    const wrong = await callAll(open.url, [
      ['POST', '/register', { code: 'X', host: '10.0.0.1', port: 'no' }],
      ['GET', '/resolve', { code: 'Señal 9' }],
      ['GET', '/resolve', {}],
      ['POST', '/resolve', { code: 'X' }],
    ])
    expect(wrong.map(({ status, data }) => [status, data])).toEqual([
      [400, { error: 'Puerto inválido', success: false }],
      [404, { error: 'Código Señal 9 no encontrado', success: false }],
      [400, { error: 'Falta el parámetro code', success: false }],
      [404, { error: 'Endpoint no encontrado', success: false }],
    ])
  })

  it('finds codes with spaces and other alphabets as it typed them', async () => {
    const app = await startTestApp()
    const codes = ['mi casa', 'Ñandú + café', 'コード', '🖥️ 1', 'a&b=c%20', '100%']
    const made = await callAll(
      app.url,
      codes.map((code): Call => ['POST', '/register', { code, host: '10.0.0.9', port: 5900 }]),
    )
    expect(made.map(({ status }) => status)).toEqual(codes.map(() => 200))
    const found = await callAll(
      app.url,
      codes.map((code): Call => ['GET', '/resolve', { code }]),
    )
    expect(found.map(({ data }) => data['code'])).toEqual(codes)
    const info = await callAll(app.url, [['GET', '/info', { code: 'mi casa' }]])
    expect(info[0]?.data['name']).toBe('mi casa')
  })
})
