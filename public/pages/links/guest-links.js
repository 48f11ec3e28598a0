/** The place for a host's guest links; they are loaded when it is shown, not before. */

import { needWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { needStyles } from '../../frame/styles.js'

/**
 * The guest links of a host, for who may see them.
 * @type {(props: { host: import('../hosts/presence.js').Host }) => import('../../frame/ui.js').Children}
 */
export const GuestLinks = lazy(async () => {
  const [part] = await Promise.all([
    import('./links-part.js'),
    needWords(['links', 'hosts']),
    needStyles(['links']),
  ])
  return part.LinksPart
})
