import { expect, it } from 'vitest'
import { startTestApp } from '../support/app.ts'
it('registers and resolves', async () => {
  const app = await startTestApp()
  expect((await app.call('/register?code=ISR-1&host=10.0.0.1', { method: 'POST' })).status).toBe(200)
  expect(await (await app.call('/resolve?code=ISR-1')).json()).toEqual({ success: true, code: 'ISR-1', host: '10.0.0.1', port: 5900 })
})
