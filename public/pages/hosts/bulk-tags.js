/** One tag given to all selected hosts, or taken from them; what each of them had can be had back. */

import { sentenceFor } from '../../frame/api.js'
import { useWords } from '../../frame/i18n.js'
import { withoutTricks } from '../../frame/reported.js'
import { hush, say } from '../../frame/status.js'
import { html, useEffect, useId, useRef, useState } from '../../frame/ui.js'
import { actOnAll } from './bulk-acts.js'
import { putTags } from './put-tags.js'
import { TagField } from './tag-field.js'
import { cleanTag, isTag } from './tag-rules.js'

/** @typedef {import('./presence.js').Host} Host */
/** @typedef {import('./bulk-acts.js').Result} Result */
/** @typedef {'add' | 'remove'} Change */

/** How long the change can be taken back, in ms. */
const undoMs = 8_000

/**
 * The tags that a host would have.
 * @param {Host} host
 * @param {Change} change
 * @param {string} tag
 */
const after = ({ tags }, change, tag) =>
  change === 'add' ? [...tags, tag] : tags.filter((other) => other !== tag)

/**
 * @param {{
 *   hosts: readonly Host[],
 *   isBusy: boolean,
 *   act: (hosts: readonly Host[], request: (host: Host) => Promise<unknown>) => Promise<Result>,
 * }} props `act` does it and shows what was refused
 */
export function BulkTags({ hosts, isBusy, act }) {
  const words = useWords()
  const { t } = words
  const [text, setText] = useState('')
  const [isWrong, setWrong] = useState(false)
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  const hintId = useId()
  useEffect(() => field.current?.focus(), [])

  /** @param {readonly Host[]} done */
  async function undo(done) {
    hush()
    const result = await actOnAll(done, ({ id, tags }) => putTags(id, tags), () => {})
    const [first] = result.failed
    say(first ? sentenceFor(words, first.error) : t('tags.undone'))
  }
  /** @param {Change} change @param {string} typed */
  async function run(change, typed) {
    const tag = cleanTag(typed)
    setWrong(!isTag(tag))
    if (!isTag(tag) || isBusy) return field.current?.focus()
    const facts = { tag: withoutTricks(tag) }
    const changing = hosts.filter(({ tags }) => tags.includes(tag) !== (change === 'add'))
    if (changing.length === 0) return say(t(`tags.bulk.none.${change}`, facts))
    const { done } = await act(changing, (host) => putTags(host.id, after(host, change, tag)))
    if (done.length === 0) return
    const said = t(`tags.bulk.${change}.done`, { ...facts, n: done.length })
    say(said, { label: t('action.undo'), run: () => undo(done), forMs: undoMs })
  }
  return html`
    <div class="bulk-tags">
      <${TagField} text=${text} field=${field} name=${t('tags.bulk.field')} placeholder=${t('tags.bulk.tag')}
        describedBy=${hintId} isInvalid=${isWrong}
        onText=${(/** @type {string} */ next) => {
          setText(next)
          setWrong(false)
        }}
        onTag=${(/** @type {string} */ tag) => {
          setText(tag)
          void run('add', tag)
        }} />
      <button type="button" class="button is-small" disabled=${isBusy}
        onClick=${() => run('add', text)}>${t('tags.bulk.add')}</button>
      <button type="button" class="button is-small" disabled=${isBusy}
        onClick=${() => run('remove', text)}>${t('tags.bulk.remove')}</button>
      <span id=${hintId} class=${isWrong ? 'tag-wrong small' : 'off-screen'}
        role=${isWrong ? 'alert' : undefined}>${t('tags.invalid')}</span>
    </div>
  `
}
