/**
 * The sentences of the console by area: a file each, under locales/en/, locales/es/ and
 * locales/pt/, with the same keys; a test and the compiler compare them.
 *
 * {places} are filled in by the page. Plural forms are chosen by the parameter n.
 */

/** @typedef {keyof typeof areas.en} Area */
/**
 * @typedef {keyof (
 *   typeof import('./en/access.js').access & typeof import('./en/account.js').account &
 *   typeof import('./en/audit.js').audit & typeof import('./en/docs.js').docs &
 *   typeof import('./en/endings.js').endings & typeof import('./en/errors.js').errors &
 *   typeof import('./en/frame.js').frame & typeof import('./en/hosts.js').hosts &
 *   typeof import('./en/sessions.js').sessions & typeof import('./en/settings.js').settings &
 *   typeof import('./en/start.js').start
 * )} MessageKey
 */

/** How to load each area in each language; a browser loads those that its page speaks with. */
export const areas = {
  en: {
    access: async () => (await import('./en/access.js')).access,
    account: async () => (await import('./en/account.js')).account,
    audit: async () => (await import('./en/audit.js')).audit,
    docs: async () => (await import('./en/docs.js')).docs,
    endings: async () => (await import('./en/endings.js')).endings,
    errors: async () => (await import('./en/errors.js')).errors,
    frame: async () => (await import('./en/frame.js')).frame,
    hosts: async () => (await import('./en/hosts.js')).hosts,
    sessions: async () => (await import('./en/sessions.js')).sessions,
    settings: async () => (await import('./en/settings.js')).settings,
    start: async () => (await import('./en/start.js')).start,
  },
  es: {
    access: async () => (await import('./es/access.js')).access,
    account: async () => (await import('./es/account.js')).account,
    audit: async () => (await import('./es/audit.js')).audit,
    docs: async () => (await import('./es/docs.js')).docs,
    endings: async () => (await import('./es/endings.js')).endings,
    errors: async () => (await import('./es/errors.js')).errors,
    frame: async () => (await import('./es/frame.js')).frame,
    hosts: async () => (await import('./es/hosts.js')).hosts,
    sessions: async () => (await import('./es/sessions.js')).sessions,
    settings: async () => (await import('./es/settings.js')).settings,
    start: async () => (await import('./es/start.js')).start,
  },
  pt: {
    access: async () => (await import('./pt/access.js')).access,
    account: async () => (await import('./pt/account.js')).account,
    audit: async () => (await import('./pt/audit.js')).audit,
    docs: async () => (await import('./pt/docs.js')).docs,
    endings: async () => (await import('./pt/endings.js')).endings,
    errors: async () => (await import('./pt/errors.js')).errors,
    frame: async () => (await import('./pt/frame.js')).frame,
    hosts: async () => (await import('./pt/hosts.js')).hosts,
    sessions: async () => (await import('./pt/sessions.js')).sessions,
    settings: async () => (await import('./pt/settings.js')).settings,
    start: async () => (await import('./pt/start.js')).start,
  },
}
