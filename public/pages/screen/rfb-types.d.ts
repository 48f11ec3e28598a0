/** What the pages use of noVNC's RFB class; the package has no types of its own. */

/** What a VNC server may ask for before it shows anything. */
export type Credential = 'username' | 'password' | 'target'

type RfbEvents = {
  connect: CustomEvent<Record<string, never>>
  disconnect: CustomEvent<{ clean: boolean }>
  credentialsrequired: CustomEvent<{ types: Credential[] }>
  securityfailure: CustomEvent<{ status: number; reason?: string }>
  serververification: CustomEvent<{ type: string; publickey?: Uint8Array }>
  clipboard: CustomEvent<{ text: string }>
  desktopname: CustomEvent<{ name: string }>
}

export class RFB extends EventTarget {
  constructor(target: HTMLElement, channel: object, options?: { shared?: boolean })
  viewOnly: boolean
  scaleViewport: boolean
  clipViewport: boolean
  dragViewport: boolean
  focusOnClick: boolean
  showDotCursor: boolean
  background: string
  qualityLevel: number
  compressionLevel: number
  disconnect(): void
  focus(options?: FocusOptions): void
  blur(): void
  sendCtrlAltDel(): void
  sendKey(keysym: number, code: string | null, isDown?: boolean): void
  sendCredentials(credentials: Partial<Record<Credential, string>>): void
  approveServer(): void
  clipboardPasteFrom(text: string): void
  addEventListener<N extends keyof RfbEvents>(name: N, listener: (event: RfbEvents[N]) => void): void
}
