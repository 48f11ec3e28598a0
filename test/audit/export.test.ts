import { array, assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cell } from '../../src/audit/export.ts'

/** Reads CSV as RFC 4180 says. */
const readCells = (line: string): string[] => {
  const cells: string[] = []
  const pattern = /,(?:"((?:[^"]|"")*)"|([^,]*))/gy
  for (const [, quoted, plain] of `,${line}`.matchAll(pattern)) {
    cells.push(quoted === undefined ? (plain ?? '') : quoted.replaceAll('""', '"'))
  }
  return cells
}

describe('a cell of the exported table', () => {
  it('is never a formula', () => {
    const formulas = [
      '=HYPERLINK("http://evil.example","x")',
      '+1',
      '-1+cmd|"/c calc"!A1',
      '@SUM(1)',
      '\t=1',
      '\r=1',
      '  =1',
      '\u00a0=1',
      '\uff1d1',
    ]
    for (const text of formulas) {
      const [read] = readCells(cell(text))
      expect(read, text).toBe(`'${text}`)
    }
  })

  it('comes back as it was, whatever it contains', () => {
    assert(
      property(array(string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (texts) => {
        const read = readCells(texts.map(cell).join(','))
        expect(read.map((text) => text.replace(/^'/, ''))).toEqual(texts.map((text) => text.replace(/^'/, '')))
      }),
    )
  })
})
