/**
 * A secret in the only moment in which it can be seen. It lives in this component's properties and
 * nowhere else: leaving the page forgets it.
 */

import { Command } from '../frame/copy.js'
import { useWords } from '../frame/i18n.js'
import { html, useEffect, useRef } from '../frame/ui.js'

/**
 * @param {{
 *   title: string,
 *   lines: readonly { label: string, line: string }[],
 *   onDone: () => void,
 *   children?: import('../frame/ui.js').Children,
 * }} props
 */
export function ShownOnce({ title, lines, onDone, children }) {
  const { t } = useWords()
  const heading = useRef(/** @type {HTMLElement | null} */ (null))
  useEffect(() => {
    heading.current?.focus()
    heading.current?.parentElement?.scrollIntoView({ block: 'nearest' })
  }, [])
  return html`
    <div class="shown-once">
      <h3 ref=${heading} tabindex="-1">${title}</h3>
      <p>${t('once.text')}</p>
      ${lines.map(
        ({ label, line }) => html`
          <div class="shown-once-line">
            <p class="small muted">${label}</p>
            <${Command} line=${line} name=${label} />
          </div>
        `,
      )}
      ${children}
      <div>
        <button type="button" class="button" onClick=${onDone}>${t('once.done')}</button>
      </div>
    </div>
  `
}
