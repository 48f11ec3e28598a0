/** What supervisors and monitoring ask: alive, ready, metrics. */

import { isLocal } from '../http/client-address.ts'
import { guard } from '../http/route.ts'
import type { Web } from '../http/web.ts'

export type OpsOptions = {
  readonly readMetrics: () => Promise<string>
  /** Whether requests should be sent here now; the reason when not. */
  readonly readiness: () => 'ready' | 'restarting' | 'storage_unavailable'
}

/** Adds the operations' routes to the application. */
export const addOpsRoutes = (web: Web, options: OpsOptions): void => {
  web.get('/livez', (c) => c.text('ok\n'))

  web.get('/readyz', (c) => {
    const readiness = options.readiness()
    return c.text(`${readiness}\n`, readiness === 'ready' ? 200 : 503)
  })

  const mayRead = guard('server:read')
  web.get('/metrics', async (c) => {
    if (!isLocal(c.env.incoming)) await mayRead(c, async () => undefined)
    return c.body(await options.readMetrics(), 200, {
      'Content-Type': 'text/plain; version=0.0.4; charset=utf-8',
    })
  })
}

