/** What to do when a guest link is refused. */

import type { LINK_REFUSALS } from '../refusals/links.ts'
import type { Advice } from './advice.ts'

export const LINK_ADVICE: Readonly<Record<keyof typeof LINK_REFUSALS, Advice>> = {
  link_not_found: [
    'It lost letters when it was copied, was revoked, or never existed; the answer is the same for all.',
    'Open it exactly as it was sent. If that does not help, ask for a new one.',
  ],
  link_used_up: [
    'Each time that its screen opened counts; coming back to a broken connection does not.',
    'Ask whoever sent it for a new one.',
  ],
  link_expired: ['It was good until a certain time only.', 'Ask whoever sent it for a new one.'],
  links_off: [
    'The owner of the server decided that nobody without an account opens screens.',
    'Sign in, or use `isr connect`. Who may change the server turns it on in the settings.',
  ],
  too_many_links: [
    'Links that still work are limited in number, so that forgotten ones do not pile up.',
    'Revoke those that nobody needs.',
  ],
}
