/**
 * A plain list of a few things as a table: on a phone each becomes a block whose cells carry their
 * labels. For long or live lists there is frame/table.js.
 */

import { html } from '../frame/ui.js'

/** @typedef {import('../frame/ui.js').Children} Children */

/**
 * The first cell names the row.
 * @param {{
 *   name: string,
 *   columns: readonly { key: string, label: string, isLabelHidden?: boolean }[],
 *   rows: readonly { id: string, isNew?: boolean, isOver?: boolean, cells: readonly Children[] }[],
 * }} props
 */
export const Records = ({ name, columns, rows }) => html`
  <table class="records" role="table" aria-label=${name}>
    <thead role="rowgroup">
      <tr role="row">
        ${columns.map(
          ({ key, label, isLabelHidden }) => html`
            <th role="columnheader" scope="col" class=${`record-${key}`}>
              ${isLabelHidden ? html`<span class="off-screen">${label}</span>` : label}
            </th>
          `,
        )}
      </tr>
    </thead>
    <tbody role="rowgroup">
      ${rows.map(
        ({ id, isNew, isOver, cells }) => html`
          <tr key=${id} role="row" data-record=${id}
            class=${isNew ? 'is-new' : isOver ? 'is-over' : undefined}>
            ${columns.map(({ key, label, isLabelHidden }, index) =>
              index === 0
                ? html`<th role="rowheader" scope="row" class=${`record-${key}`}>${cells[0]}</th>`
                : html`<td role="cell" class=${`record-${key}`}
                    data-label=${isLabelHidden ? undefined : label}>${cells[index]}</td>`,
            )}
          </tr>
        `,
      )}
    </tbody>
  </table>
`
