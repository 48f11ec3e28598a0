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
 * Returns the line that puts a machine's VNC server within reach.
 * @param {string} origin
 */
export const hostLine = (origin) => `isr host --server ${origin} --service vnc=127.0.0.1:5900`

/**
 * Returns the line that reaches a host from anywhere; which service has to be said only where the host
 * offers several.
 * @param {string} origin
 * @param {string} code
 * @param {readonly string[]} [services]
 */
export function connectLine(origin, code, services = []) {
  const service = services.length > 1 ? ` ${services[0]}` : ''
  return `isr connect --server ${origin} ${code.startsWith('-') ? '-- ' : ''}${quoted(code)}${service}`
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

/**
 * Returns the line that does one of the verbs of a host over the API.
 * @param {string} origin
 * @param {string} id
 * @param {'lock' | 'unlock' | 'release' | 'revoke'} verb
 */
export const verbLine = (origin, id, verb) =>
  `curl -X POST ${bearer}"${origin}/v1/hosts/${encode(id)}/${verb}"`

/**
 * Returns the line that gives a host its tags over the API.
 * @param {string} origin
 * @param {string} id
 * @param {readonly string[]} tags
 */
export const tagLine = (origin, id, tags) => {
  const list = tags.map((tag) => `\\"${tag}\\"`).join(',')
  return `curl -X PUT ${bearer}-H "Content-Type: application/json" -d "{\\"tags\\":[${list}]}" "${origin}/v1/hosts/${encode(id)}/tags"`
}

/**
 * Returns the line that gives a host its tags with the server's own command.
 * @param {string} code
 * @param {readonly string[]} tags
 */
export const adminTagLine = (code, tags) =>
  `isr admin host tag --tags ${quoted(tags.join(',') || 'TAG')} ${code.startsWith('-') ? '-- ' : ''}${quoted(code)}`

/**
 * Returns the line that gives a host to a new key over the API.
 * @param {string} origin
 * @param {string} id
 */
export const transferLine = (origin, id) =>
  `curl -X POST ${bearer}-H "Content-Type: application/json" -d "{\\"key\\":\\"NEW_KEY\\"}" "${origin}/v1/hosts/${encode(id)}/transfer"`

/**
 * Writes a word of the command line so that a shell takes it as it is. Plain ones stay bare, others
 * stand in the single quotes of sh, in which nothing has a meaning but the quote itself.
 * @param {string} word
 */
export const quoted = (word) =>
  /^[\w.@:/-]+$/.test(word) && !word.startsWith('-') ? word : `'${word.replaceAll("'", `'\\''`)}'`

/**
 * Returns the line that does a verb of a host with the server's own command.
 * @param {string} verb
 * @param {string} code
 */
export const adminHostLine = (verb, code) => {
  const given = code.startsWith('-') ? `-- ${quoted(code)}` : quoted(code)
  return `isr admin host ${verb} ${given}${verb === 'transfer' ? ' --key NEW_KEY' : ''}`
}

/**
 * Returns the line that a host runs once; the token is given by a variable, because command lines
 * are seen by everybody on the machine.
 * @param {string} origin
 * @param {string} secret
 */
export const enrolHostLine = (origin, secret) =>
  `ISR_ENROL=${secret} isr host --server ${origin} --service vnc=127.0.0.1:5900`

/**
 * Returns the line that makes an enrolment with the server's own command.
 * @param {{ name: string, uses: number, expires: string, tags: readonly string[] }} enrolment
 */
export function enrolLine({ name, uses, expires, tags }) {
  const tagged = tags.length > 0 ? ` --tags ${quoted(tags.join(','))}` : ''
  return `isr admin enrol --name ${quoted(name)} --uses ${uses} --expires ${expires}${tagged}`
}

/**
 * Returns a line that tries a token out: it lists hosts.
 * @param {string} origin
 */
export const listLine = (origin) => `curl -H "Authorization: Bearer TOKEN" "${origin}/v1/hosts"`

/**
 * Returns the line that reads something of the API as a page reads it.
 * @param {string} origin
 * @param {string} path with its query
 */
export const readLine = (origin, path) => `curl ${bearer}"${origin}${path}"`

/**
 * Returns the line that examines the way to the server, and to a host of it.
 * @param {string} origin
 * @param {string} [code]
 */
export const doctorLine = (origin, code = '') => {
  const about = code && ` ${code.startsWith('-') ? '-- ' : ''}${quoted(code)}`
  return `isr doctor --server ${origin} --idle 70${about}`
}

/**
 * Returns the line that lists hosts with the server's own command.
 * @param {string} text what to filter by; '' is all
 */
export const adminHostsLine = (text) => `isr admin hosts${text && ` --q ${quoted(text)}`}`
