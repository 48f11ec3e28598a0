/** What every form does: one act at a time, and the refusal of the last one beside it. */

import { useRef, useState } from './ui.js'

/**
 * Returns `onSubmit` for a form (`run` for a button without one), whether its act is under way, and what it threw last.
 * @param {(form: FormData) => Promise<void>} act gets the fields as they are at that moment
 */
export function useSubmit(act) {
  const [error, setError] = useState(/** @type {unknown} */ (null))
  const [isBusy, setBusy] = useState(false)
  const isUnderWay = useRef(false)

  /** @param {SubmitEvent & { currentTarget: HTMLFormElement }} event */
  function onSubmit(event) {
    event.preventDefault()
    return run(new FormData(event.currentTarget))
  }

  /** @param {FormData} [fields] */
  async function run(fields = new FormData()) {
    if (isUnderWay.current) return
    isUnderWay.current = true
    setBusy(true)
    setError(null)
    try {
      await act(fields)
    } catch (refused) {
      setError(refused)
    }
    isUnderWay.current = false
    setBusy(false)
  }
  return { error, isBusy, onSubmit, run }
}

/**
 * Returns one field of a form as text.
 * @param {FormData} fields
 * @param {string} name
 */
export function textOf(fields, name) {
  const value = fields.get(name)
  return typeof value === 'string' ? value : ''
}
