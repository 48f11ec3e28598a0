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
 *   typeof import('./en/guest.js').guest & typeof import('./en/screen.js').screen &
 *   typeof import('./en/links.js').links & typeof import('./en/tags.js').tags &
 *   typeof import('./en/sessions.js').sessions & typeof import('./en/settings.js').settings &
 *   typeof import('./en/start.js').start &
 *   typeof import('./en/wrong.js').wrong &
 *   typeof import('./en/same.js').same &
 *   typeof import('./en/palette.js').palette &
 *   typeof import('./en/host.js').host &
 *   typeof import('./en/first.js').first &
 *   typeof import('./en/diagnose.js').diagnose
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
    guest: async () => (await import('./en/guest.js')).guest,
    hosts: async () => (await import('./en/hosts.js')).hosts,
    screen: async () => (await import('./en/screen.js')).screen,
    links: async () => (await import('./en/links.js')).links,
    sessions: async () => (await import('./en/sessions.js')).sessions,
    settings: async () => (await import('./en/settings.js')).settings,
    start: async () => (await import('./en/start.js')).start,
    wrong: async () => (await import('./en/wrong.js')).wrong,
    same: async () => (await import('./en/same.js')).same,
    palette: async () => (await import('./en/palette.js')).palette,
    host: async () => (await import('./en/host.js')).host,
    first: async () => (await import('./en/first.js')).first,
    diagnose: async () => (await import('./en/diagnose.js')).diagnose,
    tags: async () => (await import('./en/tags.js')).tags,
  },
  es: {
    access: async () => (await import('./es/access.js')).access,
    account: async () => (await import('./es/account.js')).account,
    audit: async () => (await import('./es/audit.js')).audit,
    docs: async () => (await import('./es/docs.js')).docs,
    endings: async () => (await import('./es/endings.js')).endings,
    errors: async () => (await import('./es/errors.js')).errors,
    frame: async () => (await import('./es/frame.js')).frame,
    guest: async () => (await import('./es/guest.js')).guest,
    hosts: async () => (await import('./es/hosts.js')).hosts,
    screen: async () => (await import('./es/screen.js')).screen,
    links: async () => (await import('./es/links.js')).links,
    sessions: async () => (await import('./es/sessions.js')).sessions,
    settings: async () => (await import('./es/settings.js')).settings,
    start: async () => (await import('./es/start.js')).start,
    wrong: async () => (await import('./es/wrong.js')).wrong,
    same: async () => (await import('./es/same.js')).same,
    palette: async () => (await import('./es/palette.js')).palette,
    host: async () => (await import('./es/host.js')).host,
    first: async () => (await import('./es/first.js')).first,
    diagnose: async () => (await import('./es/diagnose.js')).diagnose,
    tags: async () => (await import('./es/tags.js')).tags,
  },
  pt: {
    access: async () => (await import('./pt/access.js')).access,
    account: async () => (await import('./pt/account.js')).account,
    audit: async () => (await import('./pt/audit.js')).audit,
    docs: async () => (await import('./pt/docs.js')).docs,
    endings: async () => (await import('./pt/endings.js')).endings,
    errors: async () => (await import('./pt/errors.js')).errors,
    frame: async () => (await import('./pt/frame.js')).frame,
    guest: async () => (await import('./pt/guest.js')).guest,
    hosts: async () => (await import('./pt/hosts.js')).hosts,
    screen: async () => (await import('./pt/screen.js')).screen,
    links: async () => (await import('./pt/links.js')).links,
    sessions: async () => (await import('./pt/sessions.js')).sessions,
    settings: async () => (await import('./pt/settings.js')).settings,
    start: async () => (await import('./pt/start.js')).start,
    wrong: async () => (await import('./pt/wrong.js')).wrong,
    same: async () => (await import('./pt/same.js')).same,
    palette: async () => (await import('./pt/palette.js')).palette,
    host: async () => (await import('./pt/host.js')).host,
    first: async () => (await import('./pt/first.js')).first,
    diagnose: async () => (await import('./pt/diagnose.js')).diagnose,
    tags: async () => (await import('./pt/tags.js')).tags,
  },
}
