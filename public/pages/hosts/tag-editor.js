/**
 * The tags of a host for who may change them: each with its way out, and a field for the next. Each
 * change is sent by itself, said, and can be taken back for a while.
 */

import { Command } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { closeIcon } from '../../frame/icons.js'
import { RefusalText } from '../../frame/refusal-text.js'
import { withoutTricks } from '../../frame/reported.js'
import { hush, say } from '../../frame/status.js'
import { html, useEffect, useId, useRef, useState } from '../../frame/ui.js'
import { adminTagLine, tagLine } from '../commands.js'
import { putTags } from './put-tags.js'
import { TagField } from './tag-field.js'
import { isOvertaken, isTag, mostTags } from './tag-rules.js'
import { Tags } from './tags.js'

/** @typedef {import('./presence.js').Host} Host */

/** How long a change can be taken back, in ms. */
const undoMs = 8_000

/**
 * The tags as they were told, or as they will be once what was asked for has been done.
 * @param {Host} host
 */
function useTags({ id, tags }) {
  const [wanted, setWanted] = useState(/** @type {readonly string[] | null} */ (null))
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const last = useRef(Promise.resolve())
  const waiting = useRef(0)
  const wishes = useRef(/** @type {(readonly string[])[]} */ ([]))
  const told = useRef(tags)
  told.current = tags

  function follow() {
    if (waiting.current > 0 || isOvertaken(told.current, wishes.current)) return
    wishes.current = []
    setWanted(null)
  }
  useEffect(follow, [tags.join(',')])

  /** One after the other, so that the last wish is the one that holds. @param {readonly string[]} next */
  async function change(next) {
    setWanted(next)
    setError(null)
    wishes.current.push(next)
    waiting.current++
    const before = last.current
    const mine = before.then(() => putTags(id, next))
    last.current = mine.then(() => undefined, () => undefined)
    try {
      await mine
      return true
    } catch (refused) {
      wishes.current = []
      setWanted(null)
      setError(refused)
      return false
    } finally {
      waiting.current--
      if (told.current.join(',') === wishes.current.at(-1)?.join(',')) follow()
    }
  }
  return { tags: wanted ?? tags, error, change }
}

/** @param {{ host: Host }} props */
export function TagEditor({ host }) {
  const { t } = useWords()
  const { tags, error, change } = useTags(host)
  const [text, setText] = useState('')
  const [wrong, setWrong] = useState(/** @type {'tags.invalid' | 'tags.most' | null} */ (null))
  const field = useRef(/** @type {HTMLInputElement | null} */ (null))
  const hintId = useId()
  const name = withoutTricks(host.name)

  /** @param {readonly string[]} next @param {'tags.added' | 'tags.removed'} done @param {string} tag */
  async function changeTo(next, done, tag) {
    const before = tags
    setWrong(null)
    if (!(await change(next))) return
    const undo = async () => {
      hush()
      if (await change(before)) say(t('tags.undone'))
    }
    say(t(done, { name, tag }), { label: t('action.undo'), run: undo, forMs: undoMs })
  }
  /** @param {string} tag */
  function add(tag) {
    if (tag === '') return
    const problem = isTag(tag) ? (tags.length >= mostTags ? 'tags.most' : null) : 'tags.invalid'
    const isThere = tags.includes(tag)
    setWrong(isThere ? null : problem)
    if (problem && !isThere) return setText(tag)
    setText('')
    if (!isThere) void changeTo([...tags, tag], 'tags.added', tag)
  }
  /** @param {string | undefined} tag */
  function remove(tag) {
    if (tag === undefined) return
    void changeTo(tags.filter((other) => other !== tag), 'tags.removed', tag)
    field.current?.focus()
  }
  return html`
    <div class="tag-editor">
      ${tags.length > 0 &&
      html`<ul class="tag-list" aria-label=${t('tags.of', { name })}>
        ${tags.map(
          (tag) => html`
            <li key=${tag} class="tag-chip">
              <${Tags} tags=${[tag]} />
              <button type="button" class="tag-out" onClick=${() => remove(tag)}
                aria-label=${t('tags.remove', { tag: withoutTricks(tag) })}
                title=${t('tags.remove', { tag: withoutTricks(tag) })}>${closeIcon()}</button>
            </li>
          `,
        )}
      </ul>`}
      <${TagField} text=${text} field=${field} name=${t('tags.add.to', { name })}
        placeholder=${t('tags.add')} without=${tags} describedBy=${hintId} isInvalid=${wrong !== null}
        onText=${(/** @type {string} */ next) => {
          setText(next)
          setWrong(null)
        }}
        onTag=${add} onBack=${() => remove(tags.at(-1))} />
      <span id=${hintId} class=${wrong ? 'tag-wrong small' : 'off-screen'}
        role=${wrong ? 'alert' : undefined}>${t(wrong ?? 'tags.hint')}</span>
      ${Boolean(error) && html`<${RefusalText} error=${error} />`}
      <details>
        <summary class="small muted">${t('host.lines')}</summary>
        <${Command} line=${tagLine(location.origin, host.id, tags)} name=${t('verb.line.api')} />
        <${Command} line=${adminTagLine(host.code, tags)} name=${t('verb.line.admin')} />
      </details>
    </div>
  `
}
