/** What to do when a code, a host or an enrolment is refused. */

import type { REGISTRY_REFUSALS } from '../refusals/registry.ts'
import type { Advice } from './advice.ts'

export const REGISTRY_ADVICE: Readonly<Record<keyof typeof REGISTRY_REFUSALS, Advice>> = {
  missing_code_and_host: [
    'An older program registered without saying what or where.',
    'Give `code` and `host` in the query: `POST /register?code=…&host=…`.',
  ],
  missing_code: ['The query has no `code`.', 'Give it: `/resolve?code=…`.'],
  invalid_port: [
    'The port is not a whole number from 1 to 65535.',
    'Look at what the desktop program listens on; VNC is usually 5900, RDP 3389, ssh 22.',
  ],
  code_not_found: [
    'Nobody registered it, it ran out (`--ttl`), it was deleted or revoked, or it is mistyped. The answer is the same for all of them, so that guessing teaches nothing.',
    'Read the code again at the host; there, start its program anew so that it registers.',
  ],
  host_not_found: [
    'The host was deleted meanwhile, or belongs to another tenant.',
    'Look for it in the list of hosts; choose the right tenant at the top of the page.',
  ],
  invalid_code: [
    'Codes have 1 to 64 characters that can be seen.',
    'Choose another one, or let the server draw one: `POST /v1/codes`.',
  ],
  invalid_host: [
    'Existing controllers can only dial IPv4 addresses and host names.',
    'Give an address such as `192.168.1.20`, or a name without spaces.',
  ],
  registration_closed: [
    'The server was started with `--registration enrolled`, so strangers register nothing.',
    'Make an enrolment line (Access, or `isr admin enrol`) and run it on the host.',
  ],
  clock_skewed: [
    'A signed register holds for five minutes, so that it cannot be used again later; this clock is further off.',
    'Set the clock of the host, and let it be kept by NTP. `isr doctor` measures the difference.',
  ],
  wrong_signature: [
    'The register was changed on the way, or signed for another server, code or address.',
    'Check that `--server` is exactly the address that hosts reach; look for a proxy that rewrites bodies.',
  ],
  code_claimed: [
    'The first host that signs owns its code, and this machine has another key: it was installed anew, or somebody else uses the same code.',
    'Release or transfer the code on the page of the host, or use another code.',
  ],
  code_locked: [
    'An operator tied the code to the address that it had.',
    'Unlock it if the host really moved: on its page, or `isr admin host unlock CODE`.',
  ],
  code_revoked: [
    'Revoking is final: nobody registers this code again.',
    'Give the host another code. To let a machine come back, delete instead of revoking.',
  ],
  wrong_code: [
    'A credential from an enrolment is good for one code.',
    'Use the code that it was given for, or enrol the machine again.',
  ],
  enrolment_invalid: [
    'The line was used as often as it may be, is too old, was revoked, or lost a letter when copied.',
    'Make a new enrolment line and run that one.',
  ],
  enrolment_not_found: ['It was made in another tenant, or never.', 'Load the list again.'],
  replayed: [
    'A newer proof of this key was seen: two programs run with the same key, or the clock went back.',
    'Let only one program of the host run; check the clock; sign again.',
  ],
  registry_full: [
    'The server holds as many codes as `--max-codes`, which protects its disk.',
    'Raise it if these are your hosts; if not, use `--registration enrolled`.',
  ],
  ban_not_found: ['It ended or was lifted already.', 'Nothing is left to do.'],
}
