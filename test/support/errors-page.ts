/** docs/errors.md, made from the catalogue of refusals and the advice for each. */

import { ADVICE } from '../../src/protocol/advice.ts'
import { REFUSALS, type RefusalCode } from '../../src/protocol/refusals.ts'
import { ACCESS_REFUSALS } from '../../src/protocol/refusals/access.ts'
import { LINK_REFUSALS } from '../../src/protocol/refusals/links.ts'
import { REGISTRY_REFUSALS } from '../../src/protocol/refusals/registry.ts'
import { REQUEST_REFUSALS } from '../../src/protocol/refusals/requests.ts'
import { SESSION_REFUSALS } from '../../src/protocol/refusals/sessions.ts'

const GROUPS: readonly (readonly [title: string, refusals: object])[] = [
  ['Sessions, screens and channels', SESSION_REFUSALS],
  ['Guest links', LINK_REFUSALS],
  ['Codes and hosts', REGISTRY_REFUSALS],
  ['People, tokens and tenants', ACCESS_REFUSALS],
  ['Any request', REQUEST_REFUSALS],
]

const HEAD = `# Errors

Every refusal has a code that does not change. \`/v1\` answers it as a problem document (RFC 9457) whose
\`type\` leads to \`/docs#error-…\` of your server, where the same is said; a WebSocket closes with 4000 + the
status and the code as its reason; the programs print the sentence. \`{…}\` is filled in. This file is
made from the code by \`npm run golden\`.
`

const codesOf = (refusals: object): RefusalCode[] => Object.keys(refusals) as RefusalCode[]

const titleAnchor = (title: string): string => title.toLowerCase().replaceAll(/[^\w ]/g, '').replaceAll(' ', '-')

const entry = (code: RefusalCode): string => {
  const { status, en, es } = REFUSALS[code]
  const [why, remedy] = ADVICE[code]
  return [
    `### <a id="error-${code}"></a>${code}\n`,
    `**${en}.** (${status}; in Spanish: «${es}».)\n`,
    `${why} **What to do:** ${remedy}\n`,
  ].join('\n')
}

/** The whole page. */
export const makeErrorsPage = (): string =>
  [
    HEAD,
    GROUPS.map(([title]) => `- [${title}](#${titleAnchor(title)})`).join('\n') + '\n',
    ...GROUPS.flatMap(([title, refusals]) => [`## ${title}\n`, ...codesOf(refusals).map(entry)]),
  ].join('\n')
