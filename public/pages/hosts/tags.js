/** The tags of a host as chips; each filters the table by itself. */

import { useWords } from '../../frame/i18n.js'
import { Reported, withoutTricks } from '../../frame/reported.js'
import { navigate, setQuery } from '../../frame/router.js'
import { html } from '../../frame/ui.js'

/**
 * Filters the table by a tag; from another page it goes there.
 * @param {string} tag
 */
function choose(tag) {
  if (location.pathname === '/') setQuery({ tag, host: null })
  else navigate(`/?tag=${encodeURIComponent(tag)}`)
}

/**
 * @param {{ tags: readonly string[], most?: number, onChoose?: () => void }} props `most` are shown,
 *   the rest is counted
 */
export function Tags({ tags, most = tags.length }) {
  const { t, number } = useWords()
  if (tags.length === 0) return null
  const shown = tags.slice(0, most)
  return html`
    <span class="tags">
      ${shown.map(
        (tag) => html`
          <button key=${tag} type="button" class="tag" title=${withoutTricks(tag)}
            aria-label=${t('filter.tag.name', { tag: withoutTricks(tag) })}
            onClick=${() => choose(tag)}><${Reported} text=${tag} /></button>
        `,
      )}
      ${tags.length > shown.length &&
      html`<span class="muted small" title=${tags.slice(most).map(withoutTricks).join(', ')}>
        +${number(tags.length - shown.length)}
      </span>`}
    </span>
  `
}
