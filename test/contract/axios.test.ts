/** The JavaScript controllers, which use axios with a 5 s timeout and read `error.response`. */

import { type AxiosInstance, create, isAxiosError } from 'axios'
import { expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'

const client = (baseURL: string): AxiosInstance => create({ baseURL, timeout: 5000, proxy: false })

it('lets a controller resolve what a host registered', async () => {
  const app = await startTestApp()
  const http = client(app.url)
  const params = { code: 'ISR-12345678', host: '192.168.1.4', port: 5900, name: 'PC 1' }
  const made = await http.post('/register', null, { params })
  expect([made.status, made.data]).toEqual([
    200,
    {
      success: true,
      message: 'Código ISR-12345678 registrado correctamente',
      code: 'ISR-12345678',
      host: '192.168.1.4',
      port: 5900,
    },
  ])
  const found = await http.get('/resolve', { params: { code: 'ISR-12345678' } })
  expect(found.data).toEqual({
    success: true,
    code: 'ISR-12345678',
    host: '192.168.1.4',
    port: 5900,
  })
  expect((await http.get('/status', { timeout: 3000 })).data).toMatchObject({ version: '2.2' })
  expect((await http.get('/info', { params: { code: 'ISR-12345678' } })).data).toMatchObject({
    name: 'PC 1',
  })
})

it('takes the bodies axios makes by itself: JSON, form, and an empty object', async () => {
  const app = await startTestApp()
  const http = client(app.url)
  const place = { code: 'json', host: '10.0.0.1', port: 5901 }
  expect((await http.post('/register', place)).data).toMatchObject(place)
  const form = new URLSearchParams({ code: 'form', host: '10.0.0.2', port: '5902' })
  expect((await http.post('/register', form)).data).toMatchObject({ code: 'form', port: 5902 })
  const params = { code: 'query', host: '10.0.0.3' }
  expect((await http.post('/register', {}, { params })).data).toMatchObject({ code: 'query' })
})

it('gives a controller a refusal it can show', async () => {
  const app = await startTestApp()
  const failed: unknown = await client(app.url)
    .get('/resolve', { params: { code: 'ISR-00000042' } })
    .catch((error: unknown) => error)
  expect(isAxiosError(failed) && [failed.response?.status, failed.response?.data]).toEqual([
    404,
    { error: 'Código ISR-00000042 no encontrado', success: false },
  ])
})

it('finds codes that axios spells in its own way', async () => {
  const app = await startTestApp()
  const http = client(app.url)
  for (const code of ['mi casa', '[1]:2,3$', 'Ñ+ñ', '100%']) {
    const params = { code, host: '10.0.0.1' }
    expect((await http.post('/register', null, { params })).data).toMatchObject({ code })
    expect((await http.get('/resolve', { params: { code } })).data).toMatchObject({ code })
  }
})
