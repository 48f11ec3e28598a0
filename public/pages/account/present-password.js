/** The refusal of a present password, in the words of a form that asks for nothing else. */

import { Refused } from '../../frame/api.js'

/**
 * Returns what a call threw; a wrong password is here the present one, for the login is known.
 * @param {unknown} error
 */
export function ofPresentPassword(error) {
  if (!(error instanceof Refused) || error.code !== 'wrong_password') return error
  const { status, requestId } = error
  return new Refused('wrong_present_password', { status, ...(requestId ? { requestId } : {}) })
}
