/** The second factor of a person: digits of an authenticator, or a recovery code once. */

import type { Clock } from '../../../platform/clock.ts'
import type { Log } from '../../../platform/log.ts'
import { Refusal } from '../../../protocol/refusals.ts'
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import type { Sealer } from './seal.ts'
import type { FactorStore, StoredTotp } from './store.ts'
import { newTotpSecret, totpStep, totpUri } from './totp.ts'

export type SecondFactorOptions = {
  readonly store: FactorStore
  readonly sealer: Sealer
  readonly clock: Clock
  readonly log: Log
}

export type SecondFactor = ReturnType<typeof createSecondFactor>

export const createSecondFactor = ({ store, sealer, clock, log }: SecondFactorOptions) => {
  /** The secret in plain text; a key file that was replaced is the owner's to know. */
  const secretOf = (personId: string, sealed: string): string | undefined => {
    const secret = sealer.open(sealed, personId)
    if (secret === undefined) log.error({ personId }, 'a TOTP secret cannot be read: was secret-key replaced?')
    return secret
  }

  const inUse = async (personId: string): Promise<StoredTotp & { sealed: string }> => {
    const stored = await store.totpOf(personId)
    if (!stored?.isConfirmed || stored.sealed === undefined) throw new Refusal('totp_off')
    return { ...stored, sealed: stored.sealed }
  }

  const hashesOf = (codes: readonly string[], personId: string): string[] =>
    codes.map((code) => hashRecoveryCode(code, personId))

  return {
    codesLeft: store.codesLeft,

    /** A new secret, which counts only once it is confirmed. Throws `Refusal` when one is in use. */
    async start(personId: string, login: string): Promise<{ secret: string; uri: string }> {
      const secret = await newTotpSecret()
      if (!(await store.start(personId, sealer.seal(secret, personId)))) throw new Refusal('totp_on')
      return { secret, uri: await totpUri(secret, login) }
    },

    /** Puts the started secret into use and gives the recovery codes. Throws `Refusal`. */
    async confirm(personId: string, digits: string): Promise<string[]> {
      const stored = await store.totpOf(personId)
      if (stored?.isConfirmed) throw new Refusal('totp_on')
      if (stored?.sealed === undefined) throw new Refusal('totp_off')
      const secret = secretOf(personId, stored.sealed)
      const now = clock.now()
      const step = secret && (await totpStep(secret, digits, now))
      if (!secret || !step) throw new Refusal('wrong_totp')
      const codes = newRecoveryCodes()
      const to = sealer.seal(secret, personId)
      const hashes = hashesOf(codes, personId)
      const isDone = await store.confirm(personId, { from: stored.sealed, to, now, step, hashes })
      if (!isDone) throw new Refusal('totp_on')
      return codes
    },

    /** Whether the digits are right and were never used, nor any that came after them. */
    async useTotp(personId: string, digits: string): Promise<boolean> {
      const { sealed } = await inUse(personId)
      const secret = secretOf(personId, sealed)
      const step = secret && (await totpStep(secret, digits, clock.now()))
      return step ? store.useStep(personId, step) : false
    },

    /** Whether the code is one of the person's and was never used. */
    useRecoveryCode: (personId: string, code: string): Promise<boolean> =>
      store.useCode(personId, hashRecoveryCode(code, personId), clock.now()),

    /** Ten new recovery codes in the place of the old ones. Throws `Refusal`. */
    async newCodes(personId: string): Promise<string[]> {
      const { sealed } = await inUse(personId)
      const codes = newRecoveryCodes()
      if (!(await store.replaceCodes(personId, sealed, hashesOf(codes, personId)))) {
        throw new Refusal('totp_off')
      }
      return codes
    },

    /** Turns the second factor off. Throws `Refusal` when it is. */
    async remove(personId: string): Promise<void> {
      if (!(await store.remove(personId))) throw new Refusal('totp_off')
    },
  }
}
