/**
 * The live feed: one EventSource that is open while somebody looks at the page.
 *
 * Promises: tells a snapshot first and deltas after it; says in one word how live it is; closes
 * when the tab is hidden and starts afresh when it is shown; after a loss tries again for ever, at
 * growing intervals. Assumes the server sends a snapshot at the start of every new stream, and
 * before that where its files are.
 */

import { createStore } from './ui.js'

/** @typedef {'connecting' | 'live' | 'reconnecting' | 'paused' | 'off'} FeedState */

/** First and longest pause before a stream that the server ended is opened again, in ms. */
const firstPauseMs = 1_000
const longestPauseMs = 30_000

/** A literal alone would make a store that can hold nothing else. */
const asState = (/** @type {FeedState} */ state) => state

/** Whether the server has been updated since this page was loaded. */
export const isOutdated = createStore(false)

/**
 * Makes a feed of a server-sent event stream.
 * @param {{
 *   url: string,
 *   onSnapshot: (data: any) => void,
 *   onDelta: (data: any) => void,
 *   onSignedOut: () => void,
 *   isSignedIn: () => Promise<boolean>,
 * }} options `isSignedIn` is asked after a refused stream, because EventSource hides the status
 */
export function createFeed({ url, onSnapshot, onDelta, onSignedOut, isSignedIn }) {
  const state = createStore(asState('off'))
  let isWanted = false
  let pauseMs = firstPauseMs
  /** @type {EventSource | null} */
  let source = null
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let retry

  function close() {
    clearTimeout(retry)
    source?.close()
    source = null
  }

  function open() {
    close()
    if (document.hidden) {
      state.set('paused')
      return
    }
    if (state.get() !== 'reconnecting') state.set('connecting')
    const opened = new EventSource(url)
    source = opened
    let hasTold = false
    // A stream that resumes where it was may have nothing to tell; the first one always has.
    opened.addEventListener('open', () => hasTold && state.set('live'))
    opened.addEventListener('snapshot', (event) => {
      hasTold = true
      pauseMs = firstPauseMs
      onSnapshot(JSON.parse(event.data))
      state.set('live')
    })
    opened.addEventListener('files', ({ data }) => {
      isOutdated.set(!import.meta.url.includes(JSON.parse(data).folder))
    })
    opened.addEventListener('delta', (event) => {
      pauseMs = firstPauseMs
      onDelta(JSON.parse(event.data))
      state.set('live')
    })
    opened.addEventListener('signed-out', () => {
      if (opened !== source) return
      stop()
      onSignedOut()
    })
    // The sign-in goes on with another role or in another tenant: the server is asked which.
    opened.addEventListener('changed', () => void comeBack(opened))
    opened.addEventListener('error', () => {
      if (opened !== source) return
      state.set('reconnecting')
      // CONNECTING: the browser is already trying again by itself, with Last-Event-ID.
      if (opened.readyState === EventSource.CLOSED) void comeBack(opened)
    })
  }

  /** Opens another stream, unless nobody is signed in any more. @param {EventSource} ended */
  async function comeBack(ended) {
    if (ended !== source) return
    state.set('reconnecting')
    close()
    if (!(await isSignedIn())) {
      stop()
      onSignedOut()
      return
    }
    // While we asked, the tab may have been hidden, shown again, or signed out.
    if (!isWanted || source) return
    retry = setTimeout(open, pauseMs)
    pauseMs = Math.min(pauseMs * 2, longestPauseMs)
  }

  function onVisibility() {
    if (document.hidden) {
      close()
      state.set('paused')
    } else if (!source) {
      open()
    }
  }

  const onOffline = () => state.set('reconnecting')
  const onOnline = () => open()

  function start() {
    if (isWanted) return
    isWanted = true
    document.addEventListener('visibilitychange', onVisibility)
    addEventListener('offline', onOffline)
    addEventListener('online', onOnline)
    open()
  }

  function stop() {
    isWanted = false
    close()
    state.set('off')
    document.removeEventListener('visibilitychange', onVisibility)
    removeEventListener('offline', onOffline)
    removeEventListener('online', onOnline)
  }

  return { state, start, stop }
}
