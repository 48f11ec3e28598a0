/**
 * What works between this browser, the server and a host, and what to do about what does not. Open to
 * everybody, because somebody who cannot get in needs it most; hosts are looked at by who may see them.
 */

import { needWords, useWords } from '../../frame/i18n.js'
import { lazy } from '../../frame/lazy.js'
import { Command } from '../../frame/copy.js'
import { Reported } from '../../frame/reported.js'
import { may, me } from '../../frame/server.js'
import { html, useEffect, useRef, useState, useStore } from '../../frame/ui.js'
import { doctorLine } from '../commands.js'
import { checkClock, checkHttps, checkServer, checkSilence, openProbe } from './checks.js'
import { FindingLine } from './finding.js'

const HostFindings = lazy(async () => {
  await needWords(['sessions', 'endings'])
  return (await import('./host-findings.js')).HostFindings
})

/** @typedef {import('./checks.js').Finding} Finding */
/** @typedef {'server' | 'https' | 'websocket' | 'clock' | 'address'} CheckName */
/** @typedef {Partial<Record<CheckName, Finding>>} Findings */

/** Longer than the minute after which proxies cut by default, in ms. */
const silenceMs = 70_000

/** @type {readonly CheckName[]} */
const names = ['server', 'https', 'websocket', 'clock', 'address']

/** Makes the quick checks, and tells each as it is known. @param {(part: Findings) => void} tell */
async function checkAll(tell) {
  tell({ https: checkHttps() })
  const server = await checkServer()
  tell({ server })
  const opened = await openProbe()
  if (!opened) return tell({ websocket: { word: 'bad', facts: {} } })
  const { socket, probe, ms } = opened
  socket.close()
  tell({
    websocket: { word: 'ok', facts: { ms } },
    clock: checkClock(probe, ms),
    address: { word: 'ok', facts: { address: probe.address } },
  })
}

/** @param {{ name: CheckName, finding: Finding | undefined, isBusy: boolean }} props */
function CheckLine({ name, finding, isBusy }) {
  const { t, has, rich } = useWords()
  const title = t(`diagnose.${name}`)
  const word = finding?.word ?? (isBusy ? 'busy' : 'skipped')
  const key = `diagnose.${name}.${word}`
  const facts = finding?.facts ?? {}
  const places = Object.entries(facts).map(([place, value]) => [
    place,
    html`<${Reported} text=${String(value)} />`,
  ])
  const text =
    has(key) &&
    rich(/** @type {import('../../frame/i18n.js').MessageKey} */ (key), {
      ...Object.fromEntries(places),
      // A flag is one word: it must not be broken at its dashes.
      flag: html`<code class="flag">--trusted-proxies</code>`,
    })
  return html`<${FindingLine} name=${name} word=${word} title=${title} text=${text} />`
}

/** The test that takes more than a minute, on request. */
function Silence() {
  const { t, number } = useWords()
  const [since, setSince] = useState(/** @type {number | null} */ (null))
  const [finding, setFinding] = useState(/** @type {Finding | null} */ (null))
  const leaving = useRef(new AbortController())
  useEffect(() => () => leaving.current.abort(), [])
  async function begin() {
    setFinding(null)
    setSince(0)
    const { signal } = leaving.current
    const result = await checkSilence(silenceMs, setSince, signal)
    if (signal.aborted) return
    setSince(null)
    setFinding(result)
  }
  const isBusy = since !== null
  const word = isBusy ? 'busy' : finding?.word === 'ok' ? 'ok' : finding ? 'bad' : 'skipped'
  const n = isBusy ? since : Number(finding?.facts['n'] ?? silenceMs / 1_000)
  return html`
    <${FindingLine} name="idle" word=${word} title=${t('diagnose.idle')}
      text=${t(`diagnose.idle.${word}`, { n: number(n) })}>
      ${!isBusy &&
      html`<button type="button" class="button is-small" onClick=${begin}>
        ${t('diagnose.idle.start')}
      </button>`}
    <//>
  `
}

function DiagnosePage() {
  const { t } = useWords()
  const who = useStore(me)
  const [turn, setTurn] = useState(0)
  const [findings, setFindings] = useState(/** @type {Findings} */ ({}))
  const [isBusy, setBusy] = useState(true)
  useEffect(() => {
    let isWanted = true
    setFindings({})
    setBusy(true)
    const tell = (/** @type {Findings} */ part) =>
      isWanted && setFindings((before) => ({ ...before, ...part }))
    void checkAll(tell).then(() => isWanted && setBusy(false))
    return () => {
      isWanted = false
    }
  }, [turn])
  return html`
    <div class="page diagnose">
      <header class="page-head">
        <h1 tabindex="-1">${t('diagnose.title')}</h1>
        <p class="muted">${t('diagnose.lead')}</p>
      </header>
      <ul class="findings" aria-busy=${isBusy ? 'true' : 'false'}>
        ${names.map(
          (name) => html`
            <${CheckLine} key=${name} name=${name} finding=${findings[name]} isBusy=${isBusy} />
          `,
        )}
        <${Silence} />
      </ul>
      <p>
        <button type="button" class="button" disabled=${isBusy} onClick=${() => setTurn(turn + 1)}>
          ${t('diagnose.again')}
        </button>
      </p>
      ${may(who, 'hosts:read') && who && html`<${HostFindings} />`}
      <section class="stack">
        <p class="small muted">${t('diagnose.line')}</p>
        <${Command} line=${doctorLine(location.origin)}
          name=${t('diagnose.line')} />
      </section>
    </div>
  `
}

/** @type {import('../../routes.js').Page} */
export const page = { title: 'diagnose.title', View: DiagnosePage }
