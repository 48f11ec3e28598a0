/**
 * What can be done with the selected hosts, and what became of each. Locking is offered back, deleting
 * asks for the number of hosts.
 */

import { sentenceFor } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { Reported } from '../../frame/reported.js'
import { hush, say } from '../../frame/status.js'
import { html, useState } from '../../frame/ui.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { actOnAll } from './bulk-acts.js'
import { setPicked } from './picked.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('./bulk-acts.js').BulkVerb} BulkVerb */
/** @typedef {import('./bulk-acts.js').Failure} Failure */

/** How long several locks can be taken back, in ms. */
const undoMs = 8_000

const opposite = /** @type {const} */ ({ lock: 'unlock', unlock: 'lock' })

/** @param {{ hosts: readonly Host[] }} props the selected ones */
export function BulkBar({ hosts }) {
  const words = useWords()
  const { t, number } = words
  const [progress, setProgress] = useState(/** @type {number | null} */ (null))
  const [failed, setFailed] = useState(/** @type {readonly Failure[]} */ ([]))
  const [isDeleting, setDeleting] = useState(false)

  /** @param {BulkVerb} verb */
  async function act(verb) {
    setProgress(0)
    setFailed([])
    const result = await actOnAll(hosts, verb, setProgress)
    setProgress(null)
    setFailed(result.failed)
    setPicked(result.failed.map(({ host }) => host.id))
    if (result.done.length === 0) return
    const text = t(`bulk.${verb}.done`, { n: result.done.length })
    if (verb === 'delete') say(text)
    else say(text, { label: t('action.undo'), run: () => undo(result.done, verb), forMs: undoMs })
  }
  /** @param {readonly Host[]} done @param {'lock' | 'unlock'} verb */
  async function undo(done, verb) {
    hush()
    const result = await actOnAll(done, opposite[verb], () => {})
    const [first] = result.failed
    say(first ? sentenceFor(words, first.error) : t('bulk.undone'))
  }
  if (hosts.length === 0 && failed.length === 0) return null
  const isBusy = progress !== null
  return html`
    <section class="bulk-bar" aria-label=${t('bulk.name')}>
      <div class="bulk-acts">
        <strong>${t('bulk.count', { n: hosts.length })}</strong>
        <button type="button" class="button is-small" disabled=${isBusy}
          onClick=${() => act('lock')}>${t('verb.lock')}</button>
        <button type="button" class="button is-small" disabled=${isBusy}
          onClick=${() => act('unlock')}>${t('verb.unlock')}</button>
        <button type="button" class="button is-small is-danger-quiet" disabled=${isBusy}
          onClick=${() => setDeleting(true)}>${t('bulk.delete')}</button>
        ${isBusy &&
        html`<span class="muted">${t('bulk.busy', { done: progress, n: hosts.length })}</span>`}
        <button type="button" class="link-button"
          onClick=${() => {
            setFailed([])
            setPicked([])
          }}>${t('bulk.clear')}</button>
      </div>
      ${failed.length > 0 &&
      html`<div role="alert">
        <p class="small">${t('bulk.refused', { n: failed.length })}</p>
        <ul class="bulk-refused small">
          ${failed.map(
            ({ host, error }) => html`
              <li key=${host.id}>
                <strong><${Reported} text=${host.name} /></strong> ${sentenceFor(words, error)}
              </li>
            `,
          )}
        </ul>
      </div>`}
      ${isDeleting &&
      html`<${ConfirmByName} name=${number(hosts.length)} text=${t('verb.delete.text')}
        title=${t('bulk.delete.title', { n: hosts.length })} button=${t('delete.button')}
        busy=${t('delete.busy')} onClose=${() => setDeleting(false)}
        act=${async () => {
          setDeleting(false)
          await act('delete')
        }} />`}
    </section>
  `
}
