/**
 * The six digits of an authenticator (RFC 6238 as every app understands it: SHA-1, 30 s). The library
 * is loaded when somebody uses it: a server's start should not wait for it.
 */

const DIGITS = 6
const PERIOD_S = 30

/** Clocks of telephones are off by some seconds: one step before and after count too. */
const WINDOW = 1

/** As authenticators title the entry. */
const ISSUER = 'isr'

/** Bytes of a secret: as many as SHA-1 has. */
const SECRET_BYTES = 20

/** A fresh secret in base32, as it is typed into an authenticator. */
export const newTotpSecret = async (): Promise<string> => {
  const { Secret } = await import('otpauth')
  return new Secret({ size: SECRET_BYTES }).base32
}

const authenticator = async (secret: string, login: string) => {
  const { TOTP } = await import('otpauth')
  const form = { algorithm: 'SHA1', digits: DIGITS, period: PERIOD_S }
  return new TOTP({ ...form, issuer: ISSUER, label: login, secret })
}

/** The address in the picture that an authenticator reads. */
export const totpUri = async (secret: string, login: string): Promise<string> =>
  (await authenticator(secret, login)).toString()

/** The 30 s step for which the digits are right; `undefined` when they are wrong. */
export const totpStep = async (
  secret: string,
  digits: string,
  now: number,
): Promise<number | undefined> => {
  const token = digits.replace(/\s/g, '')
  if (!/^\d{6}$/.test(token)) return undefined
  const totp = await authenticator(secret, '')
  const delta = totp.validate({ token, timestamp: now, window: WINDOW })
  return delta === null ? undefined : Math.floor(now / 1000 / PERIOD_S) + delta
}
