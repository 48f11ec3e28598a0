/** The console feature: what the rest of the house may use of it. */

export { createFeeds } from './feed.ts'
export { createNumbers } from './numbers.ts'
