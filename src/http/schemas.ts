/** Schemas that the routes of every feature share. */

import { z } from '@hono/zod-openapi'
import { REFUSALS, type RefusalCode } from '../protocol/refusals.ts'

/** An instant, epoch milliseconds. */
export const instant = z.number().int().openapi({ example: 1_789_000_000_000 })

/** The shape of every refusal of `/v1` (RFC 9457). */
export const problem = z
  .object({
    type: z.string().openapi({ example: '/docs#error-code_not_found' }),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: z.string().openapi({ example: 'code_not_found' }),
    requestId: z.string().openapi({ example: 'req_V1StGXR8_Z5jdHi6B-myT' }),
  })
  .openapi('Problem')

/** A JSON answer of this schema. */
export const json = <Schema extends z.ZodType>(schema: Schema, description: string) => ({
  description,
  content: { 'application/json': { schema } },
})

/** A JSON body of this schema, which the request must have. */
export const jsonBody = <Schema extends z.ZodType>(schema: Schema) => ({
  required: true,
  content: { 'application/json': { schema } },
})

/** The refusals a route may answer with, grouped by status as OpenAPI wants them. */
export const refusals = (...codes: RefusalCode[]) => {
  const byStatus: Record<number, { description: string; content: typeof PROBLEM_CONTENT }> = {}
  for (const code of codes) {
    const { status } = REFUSALS[code]
    const others = byStatus[status]?.description
    const description = others ? `${others}, \`${code}\`` : `\`${code}\``
    byStatus[status] = { description, content: PROBLEM_CONTENT }
  }
  return byStatus
}

const PROBLEM_CONTENT = { 'application/problem+json': { schema: problem } }
