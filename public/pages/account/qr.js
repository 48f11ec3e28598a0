/**
 * Draws a text as a QR code (ISO/IEC 18004), here and not by a service, because the text is a secret.
 */

import { html } from '../../frame/ui.js'
import { codewordsOf } from './qr-codewords.js'

/** The two bits that say "level M" in the format information. */
const levelBits = 0

/** Light modules around a code, which scanners need. */
const margin = 4

/**
 * Bits with the remainder of a BCH code behind them.
 * @param {number} bits
 * @param {number} polynomial
 * @param {number} degree
 */
function withBch(bits, polynomial, degree) {
  let rest = bits
  for (let step = 0; step < degree; step++) {
    rest = (rest << 1) ^ ((rest >>> (degree - 1)) * polynomial)
  }
  return (bits << degree) | rest
}

/** @type {((x: number, y: number) => number)[]} */
const masks = [
  (x, y) => (x + y) % 2,
  (_x, y) => y % 2,
  (x) => x % 3,
  (x, y) => (x + y) % 3,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2,
  (x, y) => ((x * y) % 2) + ((x * y) % 3),
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2,
]

/**
 * Rows with the fixed patterns in them; what is undefined is free for data.
 * @param {number} version
 * @param {number} mask
 */
function patternsOf(version, mask) {
  const size = 17 + 4 * version
  /** @type {(number | undefined)[][]} */
  const rows = Array.from({ length: size }, () => Array(size).fill(undefined))
  const put = (/** @type {number} */ x, /** @type {number} */ y, /** @type {unknown} */ isDark) => {
    const row = rows[y]
    if (row && x >= 0 && x < size) row[x] = isDark ? 1 : 0
  }
  for (let at = 0; at < size; at++) {
    put(6, at, at % 2 === 0)
    put(at, 6, at % 2 === 0)
  }
  /** @param {number} cx @param {number} cy @param {number} radius @param {readonly number[]} light */
  const square = (cx, cy, radius, light) => {
    for (let y = -radius; y <= radius; y++) {
      for (let x = -radius; x <= radius; x++) {
        put(cx + x, cy + y, !light.includes(Math.max(Math.abs(x), Math.abs(y))))
      }
    }
  }
  const step = version < 7 ? size - 13 : (size - 13) / 2
  const places = version < 2 ? [] : [6, ...(version < 7 ? [] : [6 + step]), size - 7]
  for (const cx of places) {
    for (const cy of places) {
      const isLast = cx === size - 7 || cy === size - 7
      const isFinder = cx === 6 ? cy === 6 || isLast : cy === 6 && isLast
      if (!isFinder) square(cx, cy, 2, [1])
    }
  }
  for (const [cx, cy] of [[3, 3], [size - 4, 3], [3, size - 4]]) square(cx ?? 0, cy ?? 0, 4, [2, 4])
  const format = withBch((levelBits << 3) | mask, 0x537, 10) ^ 0x5412
  for (let bit = 0; bit < 15; bit++) {
    const isDark = (format >>> bit) & 1
    put(8, bit < 6 ? bit : bit < 8 ? bit + 1 : size - 15 + bit, isDark)
    put(bit < 8 ? size - 1 - bit : bit < 9 ? 7 : 14 - bit, 8, isDark)
  }
  put(8, size - 8, true)
  const number = withBch(version, 0x1f25, 12)
  const numberBits = version < 7 ? 0 : 18
  for (let bit = 0; bit < numberBits; bit++) {
    const a = size - 11 + (bit % 3)
    const b = Math.floor(bit / 3)
    put(a, b, (number >>> bit) & 1)
    put(b, a, (number >>> bit) & 1)
  }
  return rows
}

/**
 * Fills the free modules, two columns at a time, up and down from the right.
 * @param {(number | undefined)[][]} rows
 * @param {number[]} words
 * @param {number} mask
 * @returns {number[][]}
 */
function filled(rows, words, mask) {
  const size = rows.length
  let bit = 0
  for (let right = size - 1; right > 0; right -= 2) {
    // The upright line of the timing pattern takes a column for itself.
    if (right === 6) right = 5
    const isUp = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const y = isUp ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        const row = rows[y]
        if (!row || row[x] !== undefined) continue
        const value = ((words[bit >>> 3] ?? 0) >>> (7 - (bit & 7))) & 1
        row[x] = value ^ (masks[mask]?.(x, y) === 0 ? 1 : 0)
        bit++
      }
    }
  }
  return /** @type {number[][]} */ (rows)
}

/**
 * How hard a code is to read: long runs, blocks of one colour, what looks like a corner, imbalance.
 * @param {number[][]} rows
 */
function penaltyOf(rows) {
  const columns = rows.map((_row, x) => rows.map((row) => row[x]))
  const lines = [...rows, ...columns].map((line) => line.join(''))
  let penalty = 0
  for (const line of lines) {
    for (const run of line.match(/(.)\1{4,}/g) ?? []) penalty += run.length - 2
    penalty += 40 * (line.match(/(?=00001011101|10111010000)/g) ?? []).length
  }
  for (const [y, row] of rows.slice(1).entries()) {
    for (let x = 1; x < row.length; x++) {
      const sum = (row[x] ?? 0) + (row[x - 1] ?? 0) + (rows[y]?.[x] ?? 0) + (rows[y]?.[x - 1] ?? 0)
      if (sum % 4 === 0) penalty += 3
    }
  }
  const dark = rows.flat().reduce((sum, each) => sum + each, 0) / rows.length ** 2
  return penalty + 10 * Math.floor(Math.abs(dark - 0.5) * 20)
}

/**
 * Returns the rows of a text's code, 1 for dark; null when the text is too long for one.
 * @param {string} text
 */
export function qrRows(text) {
  const found = codewordsOf(text)
  if (!found) return null
  const { version, codewords } = found
  const drawn = masks.map((_mask, index) =>
    filled(patternsOf(version, index), codewords, index),
  )
  const penalties = drawn.map(penaltyOf)
  return drawn[penalties.indexOf(Math.min(...penalties))] ?? null
}

/**
 * The code as a drawing, dark on light in both themes, because scanners expect it so.
 * @param {{ text: string, label: string }} props
 */
export function QrCode({ text, label }) {
  const rows = qrRows(text)
  if (!rows) return null
  const size = rows.length + 2 * margin
  const d = rows
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? `M${x + margin} ${y + margin}h1v1h-1z` : '')))
    .join('')
  return html`
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} role="img" aria-label=${label}
      shape-rendering="crispEdges">
      <rect width=${size} height=${size} fill="#fff" />
      <path d=${d} fill="#000" />
    </svg>
  `
}
