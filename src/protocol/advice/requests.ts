/** What to do when a request is refused whatever it asks for. */

import type { REQUEST_REFUSALS } from '../refusals/requests.ts'
import type { Advice } from './advice.ts'

export const REQUEST_ADVICE: Readonly<Record<keyof typeof REQUEST_REFUSALS, Advice>> = {
  endpoint_not_found: [
    'The path is mistyped, or the server is older than the program that asks.',
    'Compare it with this reference; upgrade the server.',
  ],
  invalid_request: [
    'A field is missing, has another type or is out of its range; `detail` names it.',
    'Compare the request with its operation in this reference.',
  ],
  malformed_request: [
    'What arrived is not HTTP: https spoken to the http port, say, or a broken connection.',
    'Check `http://` or `https://` in the address; ask again.',
  ],
  cross_origin: [
    'The browser says that a page of another site makes this request. Sign-ins are not lent to other sites.',
    'Open the console at its own address. Behind a proxy, pass `Host` on unchanged.',
  ],
  method_not_allowed: ['The path exists, the method does not.', '`Allow` in the answer names them.'],
  request_timeout: [
    'The request took longer than the server waits; slow or broken lines do that, attacks too.',
    'Ask again.',
  ],
  body_too_large: ['Bodies are limited, so that nobody fills the memory.', 'Send less.'],
  unsupported_media_type: ['Only JSON is read under `/v1`.', 'Send `Content-Type: application/json`.'],
  host_not_allowed: [
    'The server was asked under a name that is not in `--allowed-hosts`, which protects from DNS rebinding.',
    'Use one of those names, or add this one and restart.',
  ],
  rate_limited: [
    'More came from one address, or for one code, than its budget. Wrong codes cost more than right ones.',
    'Wait as long as `Retry-After` says. If everybody is refused at once behind a proxy, name it in `--trusted-proxies`.',
  ],
  header_too_large: [
    'Usually cookies of other programs under the same name.',
    'Delete the cookies of this address.',
  ],
  internal_error: [
    'A bug, or something that nobody foresaw. Nothing of it is shown, because it could hold secrets.',
    'Look for the request id in the log (`journalctl -u isr-registry`) and report what stands there.',
  ],
  storage_unavailable: [
    'The disk is full or failing. A register is only acknowledged once it is on the disk, so it was refused.',
    'Free space; look at the log; the server goes on by itself.',
  ],
  restarting: ['The server is stopping or starting.', 'Ask again in a few seconds.'],
}
