/**
 * What can be done with the selected hosts, and what became of each. Locking is offered back, deleting
 * asks for the number of hosts.
 */

import { sentenceFor } from '../../frame/api.js'
import { needWords, useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { Reported } from '../../frame/reported.js'
import { hush, say } from '../../frame/status.js'
import { needStyles } from '../../frame/styles.js'
import { html, useState } from '../../frame/ui.js'
import { ConfirmByName } from '../confirm-by-name.js'
import { actOnAll, asking } from './bulk-acts.js'
import { setPicked } from './picked.js'
import { TooManyTags } from './put-tags.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('./bulk-acts.js').BulkVerb} BulkVerb */
/** @typedef {import('./bulk-acts.js').Failure} Failure */

/** How long several locks can be taken back, in ms. */
const undoMs = 8_000

const opposite = /** @type {const} */ ({ lock: 'unlock', unlock: 'lock' })

const BulkTags = lazy(async () => {
  await Promise.all([needWords(['tags']), needStyles(['tags'])])
  return (await import('./bulk-tags.js')).BulkTags
})

/** @param {{ hosts: readonly Host[] }} props the selected ones */
export function BulkBar({ hosts }) {
  const words = useWords()
  const { t, number } = words
  const [progress, setProgress] = useState(/** @type {{ done: number, n: number } | null} */ (null))
  const [failed, setFailed] = useState(/** @type {readonly Failure[]} */ ([]))
  const [isDeleting, setDeleting] = useState(false)
  const [isTagging, setTagging] = useState(false)

  /** @param {readonly Host[]} on @param {(host: Host) => Promise<unknown>} ask */
  async function actOn(on, ask) {
    const n = on.length
    setProgress({ done: 0, n })
    setFailed([])
    const result = await actOnAll(on, ask, (done) => setProgress({ done, n }))
    setProgress(null)
    setFailed(result.failed)
    setPicked(result.failed.map(({ host }) => host.id))
    return result
  }
  /** @param {BulkVerb} verb */
  async function act(verb) {
    const result = await actOn(hosts, asking(verb))
    if (result.done.length === 0) return
    const text = t(`bulk.${verb}.done`, { n: result.done.length })
    if (verb === 'delete') say(text)
    else say(text, { label: t('action.undo'), run: () => undo(result.done, verb), forMs: undoMs })
  }
  /** @param {readonly Host[]} done @param {'lock' | 'unlock'} verb */
  async function undo(done, verb) {
    hush()
    const result = await actOnAll(done, asking(opposite[verb]), () => {})
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
        <button type="button" class="button is-small" aria-expanded=${isTagging ? 'true' : 'false'}
          onClick=${() => setTagging(!isTagging)}>${t('bulk.tags')}</button>
        <button type="button" class="button is-small is-danger-quiet" disabled=${isBusy}
          onClick=${() => setDeleting(true)}>${t('bulk.delete')}</button>
        ${isBusy &&
        html`<span class="muted">${t('bulk.busy', progress)}</span>`}
        <button type="button" class="link-button"
          onClick=${() => {
            setFailed([])
            setPicked([])
          }}>${t('bulk.clear')}</button>
      </div>
      ${isTagging && html`<${BulkTags} hosts=${hosts} isBusy=${isBusy} act=${actOn} />`}
      ${failed.length > 0 &&
      html`<div role="alert">
        <p class="small">${t('bulk.refused', { n: failed.length })}</p>
        <ul class="bulk-refused small">
          ${failed.map(
            ({ host, error }) => html`
              <li key=${host.id}>
                <strong><${Reported} text=${host.name} /></strong>${' '}
                ${error instanceof TooManyTags ? t('tags.most') : sentenceFor(words, error)}
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
