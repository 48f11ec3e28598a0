/** What the reference says beside each refusal: why it comes, and what to do about it. */

import { ACCESS_ADVICE } from './advice/access.ts'
import type { Advice } from './advice/advice.ts'
import { LINK_ADVICE } from './advice/links.ts'
import { REGISTRY_ADVICE } from './advice/registry.ts'
import { REQUEST_ADVICE } from './advice/requests.ts'
import { SESSION_ADVICE } from './advice/sessions.ts'
import type { RefusalCode } from './refusals.ts'

/** The advice for every refusal; one without does not compile. */
export const ADVICE: Readonly<Record<RefusalCode, Advice>> = {
  ...REGISTRY_ADVICE,
  ...ACCESS_ADVICE,
  ...SESSION_ADVICE,
  ...LINK_ADVICE,
  ...REQUEST_ADVICE,
}
