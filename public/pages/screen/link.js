/**
 * The page's connection to the server for one screen or terminal (src/protocol/screen.ts).
 *
 * Promises: at most one WebSocket at a time; what breaks by itself is tried again with growing pauses
 * for as long as the server remembers it, and everything else is left to the person, with its reason.
 * No PIN, password or key is kept: each is sent and forgotten.
 */

import { createStore } from '../../frame/ui.js'
import { createChannel } from './channel.js'
import { againMs, endOf, isPassing, pauseBefore } from './endings.js'

/** @typedef {import('../../../src/protocol/screen.ts').ScreenAnswer} ScreenAnswer */
/** @typedef {import('../../../src/protocol/screen.ts').ScreenRequest} ScreenRequest */
/** @typedef {Extract<ScreenRequest, { type: 'open' }>} OpenRequest */
/** @typedef {Extract<ScreenAnswer, { type: 'ready' }>} Ready */
/** @typedef {ReturnType<typeof createChannel>} Line */
/**
 * @typedef {(
 *   | { phase: 'asking', isAgain: boolean }
 *   | { phase: 'pin', attempt: number }
 *   | { phase: 'login', attempt: number, fingerprint: string }
 *   | { phase: 'ready', ready: Ready, line: Line }
 *   | { phase: 'waiting', end: string, at: number }
 *   | { phase: 'ended', end: string, detail: string }
 * )} Progress
 */

/** @param {string} text @returns {ScreenAnswer | null} */
function readAnswer(text) {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

/** @returns {Progress} */
const firstProgress = () => ({ phase: 'asking', isAgain: false })

/**
 * Makes the connection; nothing is sent before `start`.
 * @param {OpenRequest} request
 */
export function createLink(request) {
  const progress = createStore(firstProgress())
  /** @type {WebSocket | null} */
  let socket = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer
  /** @type {string | undefined} */
  let again
  let attempt = 0
  let brokeAt = 0
  /** Why this page closes it, which is nearer to the person than what the server then says. */
  let ownEnd = { end: '', detail: '' }

  /** @param {ScreenRequest} message */
  const send = (message) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message))
  }

  /** @param {ScreenAnswer} answer @param {Line} line */
  function onAnswer(answer, line) {
    if (answer.type === 'pin') progress.set({ phase: 'pin', attempt: answer.attempt })
    if (answer.type === 'login') {
      progress.set({ phase: 'login', attempt: answer.attempt, fingerprint: answer.fingerprint })
    }
    if (answer.type !== 'ready') return
    again = answer.again
    attempt = 0
    brokeAt = 0
    progress.set({ phase: 'ready', ready: answer, line })
  }

  /** @param {CloseEvent} event */
  function onClose(event) {
    const wasReady = progress.get().phase === 'ready'
    const end = ownEnd.end || endOf(event, wasReady)
    brokeAt ||= performance.now()
    const isRemembered = again !== undefined && performance.now() - brokeAt < againMs
    if (ownEnd.end || !isRemembered || !isPassing(end)) {
      progress.set({ phase: 'ended', end, detail: ownEnd.detail })
      return
    }
    const pause = pauseBefore(attempt++)
    progress.set({ phase: 'waiting', end, at: Date.now() + pause })
    timer = setTimeout(dial, pause)
  }

  function dial() {
    clearTimeout(timer)
    ownEnd = { end: '', detail: '' }
    progress.set({ phase: 'asking', isAgain: again !== undefined })
    const scheme = location.protocol === 'https:' ? 'wss:' : 'ws:'
    const mine = new WebSocket(`${scheme}//${location.host}/v1/screen`)
    const line = createChannel(mine)
    mine.binaryType = 'arraybuffer'
    socket = mine
    mine.addEventListener('open', () => send(again ? { ...request, again } : request))
    mine.addEventListener('message', ({ data }) => {
      if (socket !== mine) return
      if (data instanceof ArrayBuffer) return line.push(data)
      const answer = readAnswer(data)
      if (answer) onAnswer(answer, line)
    })
    mine.addEventListener('close', (event) => {
      line.shut(event)
      if (socket !== mine) return
      socket = null
      onClose(event)
    })
  }

  return {
    progress,
    send,
    /** Connects, for the first time or again at once. */
    start: dial,
    /**
     * Ends it for a reason of this page.
     * @param {string} end
     * @param {string} [detail] words of the host about it
     */
    end(end, detail = '') {
      clearTimeout(timer)
      ownEnd = { end, detail }
      if (socket) socket.close(1000)
      else progress.set({ phase: 'ended', end, detail })
    },
    /** Ends it without a word, when its page is left. */
    leave() {
      clearTimeout(timer)
      const mine = socket
      socket = null
      mine?.close(1000)
    },
  }
}

/** @typedef {ReturnType<typeof createLink>} Link */
