/** Parts of a page that are loaded when they are first shown. */

import { useWords } from './i18n.js'
import { say } from './status.js'
import { html, useEffect, useState } from './ui.js'

/**
 * Makes a component of one whose module has not been loaded yet; nothing stands in its place until
 * then.
 * @template {object} P
 * @param {() => Promise<(props: P) => import('./ui.js').Children>} load
 */
export function lazy(load) {
  /** @type {((props: P) => import('./ui.js').Children) | null} */
  let View = null
  /** @param {P} props */
  return function Lazy(props) {
    const { t } = useWords()
    const [, setTurn] = useState(0)
    useEffect(() => {
      if (View) return
      load().then(
        (loaded) => {
          View = loaded
          setTurn(1)
        },
        () => say(t('page.failed')),
      )
    }, [])
    return View && html`<${View} ...${props} />`
  }
}
