/** The rule for tags: one for those that an enrolment brings and those that people give a host. */

import { z } from '@hono/zod-openapi'

/** Tags on one host: more are a table of their own, and nobody reads them in a row. */
const MAX_TAGS = 10

/** A word or two; never a comma, which separates them where they are kept. */
const TAG = /^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,31}$/u

// The tools that read the description know no flags of a pattern.
const tag = z.string().normalize().trim().regex(TAG).openapi({ pattern: TAG.source })

/** Tags as somebody sends them; two that look the same are written the same. */
export const tagList = z.array(tag).max(MAX_TAGS)

/** Each tag once, in the order in which they were given. */
export const distinct = (tags: readonly string[]): string[] => [...new Set(tags)]
