/** The guest links: what the rest of the house may use of them. */

export { createLinks, type Links } from './links.ts'
export { createLinkStore } from './store.ts'
