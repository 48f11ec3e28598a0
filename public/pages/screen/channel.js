/**
 * The bytes of a screen or a terminal, as what reads them expects a WebSocket to be.
 *
 * Promises: bytes that come before somebody listens are kept in order, because the VNC server speaks
 * first and its viewer is loaded meanwhile.
 */

/**
 * @typedef {{
 *   binaryType: 'arraybuffer',
 *   protocol: string,
 *   readyState: number,
 *   onopen: (() => void) | null,
 *   onclose: ((event: { code: number, reason: string, wasClean: boolean }) => void) | null,
 *   onerror: (() => void) | null,
 *   onmessage: ((event: { data: ArrayBuffer }) => void) | null,
 *   send: (data: ArrayBuffer | ArrayBufferView<ArrayBuffer> | string) => void,
 *   close: () => void,
 * }} Channel
 */

/**
 * Makes the channel of a WebSocket. `listen` hears its bytes, `push` gives it bytes, `shut` says that there will be no more,
 * and `received` how many there were and when the last came.
 * @param {WebSocket} socket
 */
export function createChannel(socket) {
  /** @type {ArrayBuffer[]} */
  const held = []
  /** @type {Channel['onmessage']} */
  let listener = null
  const received = { bytes: 0, at: performance.now() }

  const drain = () => {
    if (!listener) return
    for (const data of held.splice(0)) listener({ data })
  }
  /** @param {Channel['onmessage']} next */
  const listen = (next) => {
    listener = next
    // Its owner sets its other handlers first.
    queueMicrotask(drain)
  }
  /** @type {Channel} */
  const channel = {
    binaryType: 'arraybuffer',
    protocol: '',
    get readyState() {
      return socket.readyState
    },
    onopen: null,
    onclose: null,
    onerror: null,
    get onmessage() {
      return listener
    },
    set onmessage(next) {
      listen(next)
    },
    send: (data) => socket.readyState === WebSocket.OPEN && socket.send(data),
    close: () => socket.close(1000),
  }
  return {
    channel,
    received,
    listen,
    /** @param {ArrayBuffer} data */
    push(data) {
      received.bytes += data.byteLength
      received.at = performance.now()
      held.push(data)
      if (listener) drain()
    },
    /** @param {CloseEvent} event */
    shut: ({ code, reason, wasClean }) => channel.onclose?.({ code, reason, wasClean }),
  }
}
