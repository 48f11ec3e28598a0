/**
 * A service that this page cannot show, such as RDP: the line that brings it to this machine, and for
 * RDP the file that opens it there.
 */

import { Command } from '../../frame/copy.js'
import { useWords } from '../../frame/i18n.js'
import { withoutTricks } from '../../frame/reported.js'
import { html, useState } from '../../frame/ui.js'
import { quoted } from '../commands.js'
import { openingHref } from './kinds.js'

/** @typedef {import('../../../src/protocol/api.ts').Host} Host */

/** Where `isr connect` listens for RDP in the lines here; any free port does. */
const rdpPort = 33_890

/**
 * Returns the text of an .rdp file for a port of this machine.
 * @param {number} port
 */
export const rdpFile = (port) =>
  [
    `full address:s:127.0.0.1:${port}`,
    'prompt for credentials:i:1',
    // The name in the certificate of the far machine is never 127.0.0.1; the tunnel has proved it.
    'authentication level:i:2',
    'redirectclipboard:i:1',
    'autoreconnection enabled:i:1',
    '',
  ].join('\r\n')

/** @param {string} service */
const isRdp = (service) => /^(?:rdp|ms-?rdp)/i.test(service)

/** @param {Host} host @param {string} service */
function lineOf({ code }, service) {
  const given = `${code.startsWith('-') ? '-- ' : ''}${quoted(code)} ${quoted(service)}`
  const how = isRdp(service) ? ` --listen 127.0.0.1:${rdpPort} --open` : ''
  return `isr connect --server ${location.origin}${how} ${given}`
}

/** @param {{ host: Host }} props */
function RdpFile({ host }) {
  const { t } = useWords()
  const [url] = useState(() =>
    URL.createObjectURL(new Blob([rdpFile(rdpPort)], { type: 'application/x-rdp' })),
  )
  const name = `${withoutTricks(host.name).replace(/[^\p{L}\p{N} ._-]/gu, '_').slice(0, 60) || 'isr'}.rdp`
  return html`
    <section class="stack">
      <h2>${t('screen.rdp.title')}</h2>
      <p>${t('screen.rdp.text', { port: String(rdpPort) })}</p>
      <div><a class="button" href=${url} download=${name}>${t('screen.rdp.download')}</a></div>
      <p class="muted">${t('screen.rdp.browser')}</p>
    </section>
  `
}

/** @param {{ host: Host, service: string }} props */
export function ConnectWay({ host, service }) {
  const { t } = useWords()
  return html`
    <div class="stack">
      <p>${t('screen.connect.text')}</p>
      <${Command} line=${lineOf(host, service)} name=${t('screen.connect.line')} />
      ${isRdp(service)
        ? html`<${RdpFile} host=${host} />`
        : html`
            <p class="muted">${t('screen.connect.other')}</p>
            <div class="screen-actions">
              <a class="button" href=${openingHref(host.id, service, { as: 'screen' })}>
                ${t('screen.connect.asScreen')}
              </a>
              <a class="button" href=${openingHref(host.id, service, { as: 'terminal' })}>
                ${t('screen.connect.asTerminal')}
              </a>
            </div>
          `}
    </div>
  `
}
