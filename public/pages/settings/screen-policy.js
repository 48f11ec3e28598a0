/**
 * Who may open screens and terminals in a page. A switch holds at once, and is offered back for a
 * while. Who may not change the server sees the same, locked.
 */

import { call, sentenceFor } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { may, me } from '../../frame/server.js'
import { hush, say } from '../../frame/status.js'
import { html, useState, useStore } from '../../frame/ui.js'
import { useList } from '../../frame/use-list.js'

/** @typedef {import('../../../src/protocol/screen.ts').ScreenPolicy} Policy */

const path = '/v1/screens/policy'

/** How long a change can be taken back, in ms. */
const undoMs = 8_000

const switches = /** @type {const} */ (['isOn', 'isForGuests'])

/** The switches, once the policy is known. */
export function ScreenPolicyForm() {
  const words = useWords()
  const { t } = words
  const mayWrite = may(useStore(me), 'server:write')
  const [saved, setSaved] = useState(/** @type {Policy | null} */ (null))
  const { found, error } = /** @type {{ found: Policy | null, error: unknown }} */ (useList(path))
  const policy = saved ?? found

  /** @param {Policy} next @param {Policy | null} before to go back to, null where that is over */
  async function change(next, before) {
    setSaved(next)
    try {
      setSaved(await call('PUT', path, { body: next }))
      if (!before) return hush()
      const undo = () => void change(before, null)
      say(t('screens.saved'), { label: t('action.undo'), run: undo, forMs: undoMs })
    } catch (refused) {
      setSaved(policy)
      say(sentenceFor(words, refused))
    }
  }
  return html`
    <section class="policy" aria-labelledby="screen-policy">
      <header class="page-head">
        <h2 id="screen-policy">${t('screens.title')}</h2>
        <p class="muted">${t('screens.lead')}</p>
      </header>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${policy &&
      switches.map(
        (name) => html`
          <div key=${name} class="policy-field" data-policy=${`screens-${name}`}>
            <label for=${`screens-${name}`}>${t(`screens.${name}`)}</label>
            <p class="policy-sentence" id=${`screens-${name}-text`}>${t(`screens.${name}.text`)}</p>
            <div class="policy-value"><span>
              <input id=${`screens-${name}`} type="checkbox" checked=${policy[name]}
                disabled=${!mayWrite} aria-describedby=${`screens-${name}-text`}
                onChange=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
                  change({ ...policy, [name]: event.currentTarget.checked }, policy)} />
            </span></div>
          </div>
        `,
      )}
      ${policy && !mayWrite && html`<p class="muted small">${t('relay.readOnly')}</p>`}
    </section>
  `
}
