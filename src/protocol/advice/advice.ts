/** Advice about a refusal, for people who look a code up; English, as the reference is. */

/** Why it comes, and what to do. */
export type Advice = readonly [why: string, remedy: string]
