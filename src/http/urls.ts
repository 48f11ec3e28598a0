/** Addresses of web servers that an owner configures. Pure. */

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

/** Whether an address is one of this very machine, where plain http harms nobody. */
export const isOnLoopback = ({ hostname }: URL): boolean => LOOPBACK.has(hostname)

/** Whether a text is the origin of a web server, such as `https://registry.example`. */
export const isOrigin = (text: string): boolean => {
  const url = URL.parse(text)
  if (!url || !['http:', 'https:'].includes(url.protocol)) return false
  return url.origin === text.toLowerCase().replace(/\/$/, '')
}

/** Whether a text can be an OpenID issuer: https (plain http on this machine only), a path at most. */
export const isIssuer = (text: string): boolean => {
  const url = URL.parse(text)
  if (!url || url.search || url.hash || url.username || url.password) return false
  return url.protocol === 'https:' || (url.protocol === 'http:' && isOnLoopback(url))
}
