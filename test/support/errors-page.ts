/** docs/errors.md and docs/errores.md, made from the catalogue of refusals and the advice. */

import { ADVICE } from '../../src/protocol/advice.ts'
import { REFUSALS, type RefusalCode } from '../../src/protocol/refusals.ts'
import { ACCESS_REFUSALS } from '../../src/protocol/refusals/access.ts'
import { LINK_REFUSALS } from '../../src/protocol/refusals/links.ts'
import { REGISTRY_REFUSALS } from '../../src/protocol/refusals/registry.ts'
import { REQUEST_REFUSALS } from '../../src/protocol/refusals/requests.ts'
import { SESSION_REFUSALS } from '../../src/protocol/refusals/sessions.ts'
import { adviceIn } from './advice.ts'

/** What a page says besides the refusals; the groups are those of `GROUPS`, in their order. */
type Page = {
  readonly head: string
  readonly groups: readonly string[]
  readonly remedy: string
  readonly title: (code: RefusalCode) => string
  readonly advice: Readonly<Record<string, readonly [why: string, remedy: string]>>
}

const GROUPS = [SESSION_REFUSALS, LINK_REFUSALS, REGISTRY_REFUSALS, ACCESS_REFUSALS, REQUEST_REFUSALS]

const ENGLISH: Page = {
  head: `# Errors

Every refusal has a code that does not change. \`/v1\` answers it as a problem document (RFC 9457) whose
\`type\` leads to \`/docs#error-…\` of your server, where the same is said; a WebSocket closes with 4000 + the
status and the code as its reason; the programs print the sentence. \`{…}\` is filled in. This file is
made from the code by \`npm run golden\`. En español: [errores.md](errores.md).
`,
  groups: [
    'Sessions, screens and channels',
    'Guest links',
    'Codes and hosts',
    'People, tokens and tenants',
    'Any request',
  ],
  remedy: 'What to do:',
  title: (code) => `**${REFUSALS[code].en}.** (${REFUSALS[code].status}; in Spanish: «${REFUSALS[code].es}».)`,
  advice: ADVICE,
}

const spanish = async (): Promise<Page> => ({
  head: `# Errores

Cada rechazo tiene un código que no cambia. \`/v1\` lo responde como documento de problema (RFC 9457) cuyo
\`type\` lleva a \`/docs#error-…\` de tu servidor, donde se explica igual; un WebSocket se cierra con 4000 + el
estado y con el código como motivo; los programas escriben la frase. \`{…}\` se rellena. Este archivo sale
del código con \`npm run golden\`. In English: [errors.md](errors.md).
`,
  groups: [
    'Sesiones, pantallas y canales',
    'Enlaces de invitado',
    'Códigos y equipos',
    'Personas, tokens e inquilinos',
    'Cualquier petición',
  ],
  remedy: 'Qué hacer:',
  title: (code) => `**${REFUSALS[code].es}.** (${REFUSALS[code].status}; en inglés: “${REFUSALS[code].en}”.)`,
  advice: await adviceIn('es'),
})

const titleAnchor = (title: string): string =>
  title.toLowerCase().replaceAll(/[^\p{L}\d_ ]/gu, '').replaceAll(' ', '-')

const entry = (page: Page, code: RefusalCode): string => {
  const [why, remedy] = page.advice[code] ?? []
  return [
    `### <a id="error-${code}"></a>${code}\n`,
    `${page.title(code)}\n`,
    `${why} **${page.remedy}** ${remedy}\n`,
  ].join('\n')
}

const makePage = (page: Page): string =>
  [
    page.head,
    page.groups.map((title) => `- [${title}](#${titleAnchor(title)})`).join('\n') + '\n',
    ...page.groups.flatMap((title, index) => [
      `## ${title}\n`,
      ...Object.keys(GROUPS[index] ?? {}).map((code) => entry(page, code as RefusalCode)),
    ]),
  ].join('\n')

/** The two pages by the name of their file. */
export const makeErrorsPages = async (): Promise<ReadonlyMap<string, string>> =>
  new Map([
    ['docs/errors.md', makePage(ENGLISH)],
    ['docs/errores.md', makePage(await spanish())],
  ])
