/** A sign-in: a browser in which a person, or the bearer of the owner token, works. Pure data and rules. */

/** A login in one browser; instants are epoch milliseconds. */
export type SignIn = {
  readonly id: string
  /** The tenant it works in now. */
  readonly tenantId: string
  /** Absent when it was made with the owner token. */
  readonly personId: string | undefined
  readonly address: string
  /** The browser's User-Agent, as reported. */
  readonly agent: string
  readonly createdAt: number
  readonly seenAt: number
  readonly expiresAt: number
}

/** How long a browser stays signed in: a working day and its evening, milliseconds. */
export const SIGN_IN_MS = 14 * 60 * 60 * 1000

/** How exactly `seenAt` is known. */
export const SEEN_EVERY_MS = 60_000

/** The cookie's name on plain http, which the first hour runs on. */
const PLAIN_COOKIE = 'isr_sign_in'

/** Its name on https: browsers take it from this very host only, not from others of the domain. */
const SECURE_COOKIE = `__Host-${PLAIN_COOKIE}`

/** The `Set-Cookie` value that keeps `secret`; an empty secret removes the cookie. */
export const signInCookie = (secret: string, isSecure: boolean): string =>
  [
    `${isSecure ? SECURE_COOKIE : PLAIN_COOKIE}=${secret}`,
    'Path=/',
    'HttpOnly',
    'SameSite=Strict',
    `Max-Age=${secret ? SIGN_IN_MS / 1000 : 0}`,
    ...(isSecure ? ['Secure'] : []),
  ].join('; ')

/** The secret in a `Cookie` header, if there is one; the name that nobody else can set goes first. */
export const signInSecret = (cookieHeader: string | undefined): string | undefined => {
  const pairs = cookieHeader?.split(';').map((pair) => pair.trim()) ?? []
  const valueOf = (name: string): string | undefined =>
    pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1)
  return valueOf(SECURE_COOKIE) ?? valueOf(PLAIN_COOKIE)
}
