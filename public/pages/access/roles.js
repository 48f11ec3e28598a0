/** What a person may be, the most powerful first; the server has the same list in protocol/. */

/** @typedef {import('../../../src/protocol/actor.ts').Role} Role */

/** @type {readonly Role[]} */
export const roles = ['owner', 'admin', 'operator', 'viewer']
