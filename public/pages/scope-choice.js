/** What a token may do, in words, and until when it may. */

import { useWords } from '../frame/i18n.js'
import { html } from '../frame/ui.js'

/** @typedef {import('../frame/server.js').Permission} Permission */

const day = 86_400_000

/** How long tokens may last, in ms. */
const lifetimes = /** @type {const} */ ([7 * day, 30 * day, 90 * day, 365 * day])

/**
 * A check box for each permission that the maker has; the fields' name is `scope`.
 * @param {{ permissions: readonly Permission[], isChosen?: (permission: Permission) => boolean }}
 *   props
 */
export function ScopeChoice({ permissions, isChosen = () => false }) {
  const { t } = useWords()
  return html`
    <fieldset class="scope-choice">
      <legend>${t('scope.legend')}</legend>
      ${permissions.map(
        (permission) => html`
          <label class="check" key=${permission}>
            <input type="checkbox" name="scope" value=${permission}
              defaultChecked=${isChosen(permission)} />
            <span>${t(`scope.${permission}`)}</span>
          </label>
        `,
      )}
    </fieldset>
  `
}

/**
 * Until when a token works; the field's name is `lifetime`.
 * @param {{ isForEverOffered?: boolean }} props
 */
export function LifetimeChoice({ isForEverOffered = false }) {
  const { t, duration } = useWords()
  return html`
    <label class="field">
      <span>${t('token.lifetime')}</span>
      <select class="input" name="lifetime">
        ${lifetimes.map(
          (ms) => html`<option value=${ms} selected=${ms === lifetimes[2]}>${duration(ms)}</option>`,
        )}
        ${isForEverOffered && html`<option value="">${t('token.forEver')}</option>`}
      </select>
    </label>
  `
}

/**
 * Reads both from a form, as the API wants them.
 * @param {FormData} fields
 */
export function readScopes(fields) {
  const lifetime = fields.get('lifetime')
  return {
    scopes: /** @type {Permission[]} */ (fields.getAll('scope')),
    expiresInMs: lifetime ? Number(lifetime) : null,
  }
}

/**
 * Scopes as a sentence.
 * @param {{ scopes: readonly Permission[] }} props
 */
export function ScopeWords({ scopes }) {
  const { t, list } = useWords()
  return list(scopes.map((permission) => t(`scope.${permission}`)))
}
