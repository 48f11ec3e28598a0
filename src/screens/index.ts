/** Screens in pages: what the rest of the house may use of them. */

import type { ScreenOptions, Screens } from './screens.ts'

export type { Screens } from './screens.ts'
export { readScreenPolicy, type ScreenPolicyStore } from './store.ts'

/** Makes the screens; loaded by then only, since the policy is wanted before the server listens. */
export const makeScreens = async (options: ScreenOptions): Promise<Screens> =>
  (await import('./screens.ts')).createScreens(options)
