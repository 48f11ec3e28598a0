/**
 * Stylesheets that only some pages need, loaded with the first of them. Each is named as the area of
 * sentences whose pages it dresses.
 */

/** @typedef {import('./i18n.js').Area} Area */

/** Areas that have one, as styles/<area>.css. */
const dressed = /** @type {const} */ ([
  'audit',
  'diagnose',
  'docs',
  'guest',
  'host',
  'links',
  'palette',
  'screen',
  'sessions',
  'settings',
  'tags',
  'wrong',
])

/** @type {Map<string, Promise<void>>} */
const loading = new Map()

/** @param {string} area */
function load(area) {
  const link = document.createElement('link')
  link.rel = 'stylesheet'
  // Beside this file, whatever version stands in the path.
  link.href = new URL(`../styles/${area}.css`, import.meta.url).href
  const loaded = new Promise((done, fail) => {
    link.addEventListener('load', () => done(undefined))
    link.addEventListener('error', () => {
      loading.delete(area)
      link.remove()
      fail(new Error(`${link.href} could not be loaded`))
    })
  })
  document.head.append(link)
  return /** @type {Promise<void>} */ (loaded)
}

/**
 * Loads the stylesheets of some areas, where they have one; resolves when they hold.
 * @param {readonly Area[]} areas
 */
export async function needStyles(areas) {
  const wanted = dressed.filter((area) => areas.includes(area))
  await Promise.all(
    wanted.map((area) => {
      const known = loading.get(area) ?? load(area)
      loading.set(area, known)
      return known
    }),
  )
}
