import { array, assert, property, string } from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cell, toStream } from '../../src/audit/export.ts'

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

  it('has no formula in it either where a spreadsheet cuts lines at semicolons', () => {
    for (const text of ['a;=1+1', 'a; =1+1', 'a;"=1+1"', 'a;;@x', 'a\t=1', 'x;\uff1d1']) {
      expect(cell(text).split(/[;\t]/).slice(1).every((part) => !/^["\s]*[=+\-@\uff1d]/.test(part)), text).toBe(true)
    }
    expect(cell('a; b = c; d-e')).toBe('a; b = c; d-e')
  })

  it('comes back as it was, whatever it contains', () => {
    assert(
      property(array(string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (texts) => {
        const read = readCells(texts.map(cell).join(','))
        const bare = (text: string): string => text.replaceAll("'", '')
        expect(read.map(bare)).toEqual(texts.map(bare))
      }),
    )
  })
})

describe('an export', () => {
  const slices = async function* (): AsyncGenerator<string, void, void> {
    yield 'one'
    yield 'two'
  }

  it('ends with an error, not as if it were whole, when its token expires on the way', async () => {
    let isOver = false
    let ends = 0
    const { stream } = toStream(slices(), () => isOver, () => ends++)
    const reader = stream.getReader()
    const first = await reader.read()
    expect(new TextDecoder().decode(first.value)).toBe('one')
    isOver = true
    await expect(reader.read()).rejects.toThrow('has ended')
    expect(ends).toBe(1)
  })
})
