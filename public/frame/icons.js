/**
 * Small drawings, 16 px, in the colour of the text beside them. They are never the only sign: each
 * stands beside a word or inside a control that has a name.
 */

import { html } from './ui.js'

/** @param {string} d */
const stroke = (d) => html`
  <svg class="icon" viewBox="0 0 16 16" width="16" height="16" aria-hidden="true">
    <path d=${d} fill="none" stroke="currentColor" stroke-width="1.4" stroke-linecap="round"
      stroke-linejoin="round" />
  </svg>
`

/** Two sheets: copy. */
export const copyIcon = () => stroke('M6 5.5h6.5v8H6zM3.5 10.5v-8h6.5')

/** A tick: done. */
export const doneIcon = () => stroke('M3 8.5l3.2 3.2L13 5')

/** A bin: delete. */
export const deleteIcon = () =>
  stroke('M3 4.5h10M6.5 4.5v-2h3v2M4.5 4.5l.6 9h5.8l.6-9M6.8 7v4M9.2 7v4')

/** A cross: close, or clear. */
export const closeIcon = () => stroke('M4 4l8 8M12 4l-8 8')

/** Two sliders: preferences. */
export const preferencesIcon = () =>
  stroke(
    'M2.5 5h6M12 5h1.5M2.5 11H4M7.5 11h6M8.5 5a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0' +
      'M4 11a1.75 1.75 0 1 0 3.5 0a1.75 1.75 0 1 0-3.5 0',
  )

/** A loupe: search. */
export const searchIcon = () =>
  stroke('M2.8 7a4.2 4.2 0 1 0 8.4 0a4.2 4.2 0 1 0-8.4 0M10.2 10.2l3.3 3.3')

/** Head and shoulders: the own account. */
export const personIcon = () =>
  stroke('M5.4 5.2a2.6 2.6 0 1 0 5.2 0a2.6 2.6 0 1 0-5.2 0M2.8 13.5a5.2 5.2 0 0 1 10.4 0')

/** The product's mark: two machines and the point where they meet. */
export const brandMark = () => html`
  <svg class="mark" viewBox="0 0 20 20" width="20" height="20" aria-hidden="true">
    <path d="M4.5 13.5v-2a5.5 5.5 0 0 1 11 0v2" fill="none" stroke="currentColor"
      stroke-width="1.6" />
    <circle cx="4.5" cy="14.8" r="2.3" fill="none" stroke="currentColor" stroke-width="1.6" />
    <circle cx="15.5" cy="14.8" r="2.3" fill="currentColor" stroke="currentColor"
      stroke-width="1.6" />
    <circle cx="10" cy="5.8" r="1.9" fill="currentColor" />
  </svg>
`

/** @typedef {'ring' | 'slashed' | 'disc' | 'half' | 'dash' | 'square' | 'cross' | 'triangle'} Shape */

/**
 * The shape of a state. A full disc is kept for "connected now", so a ring never claims it.
 * @param {{ shape: Shape, tone: 'ok' | 'warn' | 'bad' | 'idle' }} props
 */
export const StateMark = ({ shape, tone }) => html`
  <svg class=${`state-mark is-${tone}`} viewBox="0 0 12 12" width="12" height="12"
    aria-hidden="true">
    ${shape === 'disc' && html`<circle cx="6" cy="6" r="4.5" fill="currentColor" />`}
    ${shape === 'dash' &&
    html`<path d="M2 6h8" stroke="currentColor" stroke-width="2" stroke-linecap="round" />`}
    ${shape === 'square' && html`<rect x="2" y="2" width="8" height="8" rx="1" fill="currentColor" />`}
    ${shape === 'cross' &&
    html`<path d="M2.5 2.5l7 7M9.5 2.5l-7 7" stroke="currentColor" stroke-width="2"
      stroke-linecap="round" />`}
    ${shape === 'triangle' && html`<path d="M6 1.2l5.2 9.6H.8z" fill="currentColor" />`}
    ${shape === 'slashed' &&
    html`<path d="M2.8 9.2l6.4-6.4" stroke="currentColor" stroke-width="1.75" />`}
    ${(shape === 'ring' || shape === 'half' || shape === 'slashed') &&
    html`<circle cx="6" cy="6" r="4.25" fill="none" stroke="currentColor" stroke-width="1.75" />`}
    ${shape === 'half' && html`<path d="M6 2.5a3.5 3.5 0 0 1 0 7z" fill="currentColor" />`}
  </svg>
`
