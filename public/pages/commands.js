/**
 * The command lines that pages show. They work as they are in sh and in cmd.exe: one line, only
 * double quotes, every value percent-encoded.
 */

/** Where an owner puts the token into a line; never filled in by the page. */
export const tokenPlace = 'OWNER_TOKEN'

/** A host as an example, in a private range. */
export const exampleHost = {
  code: 'ISR-12345678',
  address: '192.168.1.20',
  port: 5900,
  name: 'PC-1',
}

/** Bash expands `!` inside double quotes, so it is encoded too, with its fellow sub-delimiters. */
const encode = (/** @type {string | number} */ value) =>
  encodeURIComponent(value).replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16)}`)

const bearer = `-H "Authorization: Bearer ${tokenPlace}" `

/**
 * The address that a host or controller program is given. Those programs speak plain http only,
 * which a server behind https offers on port 8080 beside it.
 * @param {Location | URL} here
 */
export const programUrl = (here) =>
  here.protocol === 'https:' ? `http://${here.hostname}:8080` : here.origin

/**
 * Returns the line that registers a host, as the programs do it.
 * @param {string} origin
 * @param {{ code: string, address: string, port: number, name: string }} host
 */
export function registerLine(origin, { code, address, port, name }) {
  const query = `code=${encode(code)}&host=${encode(address)}&port=${port}&name=${encode(name)}`
  return `curl -X POST "${origin}/register?${query}"`
}

/**
 * Returns the line that asks for the address behind a code.
 * @param {string} origin
 * @param {string} code
 * @param {{ needsToken: boolean }} options
 */
export const resolveLine = (origin, code, { needsToken }) =>
  `curl ${needsToken ? bearer : ''}"${origin}/resolve?code=${encode(code)}"`

/**
 * Returns the line that deletes a host.
 * @param {string} origin
 * @param {string} id
 */
export const deleteLine = (origin, id) =>
  `curl -X DELETE ${bearer}"${origin}/v1/hosts/${encode(id)}"`
