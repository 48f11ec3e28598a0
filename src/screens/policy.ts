/** What the policy of screens says until somebody changes it, and how it is read back. Pure. */

import type { ScreenPolicy } from '../protocol/screen.ts'

/** Until an owner says otherwise, whoever may open a screen may do so without installing anything. */
export const DEFAULT_SCREEN_POLICY: ScreenPolicy = { isOn: true, isForGuests: true }

/** Reads a policy as it was stored, by whichever version; what it lacks is as it is by default. */
export const toScreenPolicy = (raw: unknown): ScreenPolicy => {
  const stored: Readonly<Record<string, unknown>> =
    typeof raw === 'object' && raw !== null ? { ...raw } : {}
  const flag = (name: keyof ScreenPolicy): boolean => {
    const value = stored[name]
    return typeof value === 'boolean' ? value : DEFAULT_SCREEN_POLICY[name]
  }
  return { isOn: flag('isOn'), isForGuests: flag('isForGuests') }
}

/** Whether a screen may be open for somebody who signed in, or for a guest. */
export const mayOpen = ({ isOn, isForGuests }: ScreenPolicy, isGuest: boolean): boolean =>
  isOn && (isForGuests || !isGuest)
