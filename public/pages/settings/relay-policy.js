/**
 * The policy of the relay as a form: what it carries, for whom and how much, each with what it
 * protects from. Who may not change the server sees the same, locked.
 */

import { call, sentenceFor } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { may, me } from '../../frame/server.js'
import { hush, say } from '../../frame/status.js'
import { html, useId, useState, useStore } from '../../frame/ui.js'
import { useList } from '../../frame/use-list.js'
import { useSubmit } from '../../frame/use-submit.js'
import { changesIn, draftOf, limits, policyOf, wrongIn } from './policy-draft.js'

/** @typedef {import('./policy-draft.js').Policy} Policy */
/** @typedef {import('./policy-draft.js').Draft} Draft */
/** @typedef {import('./policy-draft.js').NumberName} NumberName */

/** How long a change of the policy can be taken back, in ms. */
const undoMs = 8_000

const switches = /** @type {const} */ (['isOn', 'isForStrangers'])

/** The form, once the policy is known. */
export function RelayPolicyForm() {
  const { t } = useWords()
  const [saved, setSaved] = useState(/** @type {Policy | null} */ (null))
  const { found, error } = /** @type {{ found: Policy | null, error: unknown }} */ (
    useList('/v1/relay/policy')
  )
  const policy = saved ?? found
  return html`
    <section class="policy" aria-labelledby="relay-policy">
      <header class="page-head">
        <h2 id="relay-policy">${t('relay.title')}</h2>
        <p class="muted">${t('relay.lead')}</p>
      </header>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      ${policy && html`<${PolicyForm} policy=${policy} onSaved=${setSaved} />`}
    </section>
  `
}

/** @param {{ policy: Policy, onSaved: (policy: Policy) => void }} props */
function PolicyForm({ policy, onSaved }) {
  const words = useWords()
  const { t } = words
  const mayWrite = may(useStore(me), 'server:write')
  const [draft, setDraft] = useState(draftOf(policy))
  const [isChecked, setChecked] = useState(false)
  const wrong = wrongIn(draft)
  const isChanged = changesIn(draft, policy)
  const { error, isBusy, onSubmit } = useSubmit(async () => {
    setChecked(true)
    if (wrong.length > 0) {
      document.getElementById(`relay-${wrong[0]}`)?.focus()
      return
    }
    await save(policyOf(draft))
    say(t('relay.saved'), { label: t('action.undo'), run: () => void undo(policy), forMs: undoMs })
  })
  /** @param {Policy} next */
  async function save(next) {
    const answer = await call('PUT', '/v1/relay/policy', { body: next })
    onSaved(answer)
    setDraft(draftOf(answer))
    setChecked(false)
  }
  /** @param {Policy} before */
  async function undo(before) {
    hush()
    await save(before).catch((refused) => say(sentenceFor(words, refused)))
  }
  const change = (/** @type {Partial<Draft>} */ patch) => setDraft({ ...draft, ...patch })
  function putBack() {
    setDraft(draftOf(policy))
    setChecked(false)
  }
  return html`
    <form onSubmit=${onSubmit} novalidate>
      ${switches.map(
        (name) => html`
          <${PolicyField} key=${name} name=${name}>
            <span>
              <input id=${`relay-${name}`} type="checkbox" checked=${draft[name]} disabled=${!mayWrite}
                aria-describedby=${`relay-${name}-text`}
                onChange=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
                  change({ [name]: event.currentTarget.checked })} />
            </span>
          <//>
        `,
      )}
      ${limits.map(
        (limit) => html`
          <${PolicyField} key=${limit.name} name=${limit.name}>
            <${NumberInput} limit=${limit} text=${draft[limit.name]} isLocked=${!mayWrite}
              isWrong=${isChecked && wrong.includes(limit.name)}
              onInput=${(/** @type {string} */ text) => change({ [limit.name]: text })} />
          <//>
        `,
      )}
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <div class="policy-end">
        ${mayWrite
          ? html`
              <button type="submit" class="button is-primary" disabled=${!isChanged || isBusy}>
                ${t('relay.save')}
              </button>
              ${isChanged &&
              html`<button type="button" class="button" onClick=${putBack}>${t('relay.undo')}</button>`}
            `
          : html`<p class="muted small">${t('relay.readOnly')}</p>`}
        ${isChecked && wrong.length > 0 &&
        html`<p class="refusal" role="alert">${t('relay.wrong.some', { n: wrong.length })}</p>`}
      </div>
    </form>
  `
}

/**
 * @param {{
 *   name: keyof Policy,
 *   children?: import('../../frame/ui.js').Children,
 * }} props
 */
function PolicyField({ name, children }) {
  const { t } = useWords()
  return html`
    <div class="policy-field" data-policy=${name}>
      <label for=${`relay-${name}`}>${t(`relay.${name}`)}</label>
      <p class="policy-sentence" id=${`relay-${name}-text`}>${t(`relay.${name}.text`)}</p>
      <div class="policy-value">${children}</div>
    </div>
  `
}

/**
 * @param {{
 *   limit: import('./policy-draft.js').Limit,
 *   text: string,
 *   isLocked: boolean,
 *   isWrong: boolean,
 *   onInput: (text: string) => void,
 * }} props
 */
function NumberInput({ limit, text, isLocked, isWrong, onInput }) {
  const { t } = useWords()
  const id = useId()
  const { name, unit, min, max } = limit
  return html`
    <span>
      <input id=${`relay-${name}`} class="input" type="text" inputmode="numeric" value=${text}
        autocomplete="off" readonly=${isLocked} aria-invalid=${isWrong ? 'true' : undefined}
        aria-describedby=${`relay-${name}-text ${id}-unit ${id}-wrong`}
        onInput=${(/** @type {{ currentTarget: HTMLInputElement }} */ event) =>
          onInput(event.currentTarget.value)} />
      <span class="muted small" id=${`${id}-unit`}>${t(`relay.unit.${unit}`)}</span>
    </span>
    <span class="wrong" id=${`${id}-wrong`}>${isWrong && t('relay.wrong', { min, max })}</span>
  `
}
