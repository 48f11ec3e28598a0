/** Why a guest link is refused. */

import type { Line } from './line.ts'

export const LINK_REFUSALS = {
  link_not_found: {
    status: 404,
    en: 'This guest link is unknown or was revoked; ask whoever sent it for a new one',
    es: 'Este enlace de invitado no existe o fue revocado; pida otro a quien se lo envió',
  },
  link_used_up: {
    status: 410,
    en: 'This guest link was used as often as it may be; ask whoever sent it for a new one',
    es: 'Este enlace de invitado ya se usó todas las veces permitidas; pida otro a quien se lo envió',
  },
  link_expired: {
    status: 410,
    en: 'This guest link has expired; ask whoever sent it for a new one',
    es: 'Este enlace de invitado ha caducado; pida otro a quien se lo envió',
  },
  links_off: {
    status: 403,
    en: 'Guest links are turned off on this server',
    es: 'Los enlaces de invitado están desactivados en este servidor',
  },
  too_many_links: {
    status: 409,
    en: 'There are {limit} guest links that still work: revoke some first',
    es: 'Hay {limit} enlaces de invitado que aún funcionan: revoque antes algunos',
  },
} as const satisfies Record<string, Line>
