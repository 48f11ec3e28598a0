/**
 * The codewords of a QR code (ISO/IEC 18004): bytes only, error correction M, versions 1 to 10, that
 * is up to 213 bytes.
 */

/** For each version: codewords of error correction in a block, and blocks. */
const correction = [10, 16, 26, 18, 24, 16, 18, 22, 22, 26]
const blockCounts = [1, 1, 1, 2, 2, 4, 4, 4, 5, 5]

/** Modules of a version that carry codewords. @param {number} version */
function dataModules(version) {
  const aligned = version < 2 ? 0 : Math.floor(version / 7) + 2
  const patterns = version < 2 ? 0 : (25 * aligned - 10) * aligned - 55
  return (16 * version + 128) * version + 64 - patterns - (version < 7 ? 0 : 36)
}

/** @param {number} version */
const codewords = (version) => Math.floor(dataModules(version) / 8)

/** @param {number} version */
const capacity = (version) =>
  codewords(version) - (correction[version - 1] ?? 0) * (blockCounts[version - 1] ?? 0)

/** Multiplies in GF(2^8) modulo x^8 + x^4 + x^3 + x^2 + 1. @param {number} x @param {number} y */
function multiply(x, y) {
  let product = 0
  for (let bit = 7; bit >= 0; bit--) {
    product = (product << 1) ^ ((product >>> 7) * 0x11d)
    product ^= ((y >>> bit) & 1) * x
  }
  return product
}

/** The Reed-Solomon generator of a degree, without its leading 1. @param {number} degree */
function generatorOf(degree) {
  const result = [...Array(degree - 1).fill(0), 1]
  let root = 1
  for (let step = 0; step < degree; step++) {
    for (let at = 0; at < degree; at++) {
      result[at] = multiply(result[at] ?? 0, root) ^ (result[at + 1] ?? 0)
    }
    root = multiply(root, 2)
  }
  return result
}

/** @param {number[]} data @param {number[]} generator */
function remainderOf(data, generator) {
  const result = generator.map(() => 0)
  for (const byte of data) {
    const factor = byte ^ (result.shift() ?? 0)
    result.push(0)
    for (const [at, coefficient] of generator.entries()) {
      result[at] = (result[at] ?? 0) ^ multiply(coefficient, factor)
    }
  }
  return result
}

/**
 * The bytes with header, end and padding.
 * @param {Uint8Array} bytes
 * @param {number} version
 */
function padded(bytes, version) {
  const lengthBits = version < 10 ? 8 : 16
  let bits = `0100${bytes.length.toString(2).padStart(lengthBits, '0')}`
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0')
  bits += '0000'.slice(0, Math.max(0, capacity(version) * 8 - bits.length))
  bits = bits.padEnd(Math.ceil(bits.length / 8) * 8, '0')
  const data = (bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2))
  for (let pad = 0xec; data.length < capacity(version); pad ^= 0xfd) data.push(pad)
  return data
}

/**
 * Blocks with their corrections, one byte of each in turn.
 * @param {number[]} data
 * @param {number} version
 */
function interleaved(data, version) {
  const count = blockCounts[version - 1] ?? 0
  const generator = generatorOf(correction[version - 1] ?? 0)
  const short = Math.floor(data.length / count)
  const shortBlocks = count - (data.length % count)
  const parts = []
  for (let block = 0, from = 0; block < count; block++) {
    const part = data.slice(from, from + short + (block < shortBlocks ? 0 : 1))
    from += part.length
    parts.push({ part, check: remainderOf(part, generator) })
  }
  const turns = (/** @type {number[][]} */ rows) =>
    Array.from({ length: Math.max(...rows.map(({ length }) => length)) }, (_all, at) =>
      rows.flatMap((row) => row[at] ?? []),
    ).flat()
  return [...turns(parts.map(({ part }) => part)), ...turns(parts.map(({ check }) => check))]
}

/**
 * Returns the codewords of a text in the smallest version that holds it; null when none does.
 * @param {string} text
 */
export function codewordsOf(text) {
  const bytes = new TextEncoder().encode(text)
  const version = correction.findIndex((_degree, index) => {
    const header = index + 1 < 10 ? 2 : 3
    return bytes.length + header <= capacity(index + 1)
  }) + 1
  return version === 0 ? null : { version, codewords: interleaved(padded(bytes, version), version) }
}
