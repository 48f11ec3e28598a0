/**
 * The document that xterm.js is given (its option `documentOverride`), so that it works under a
 * policy without inline styles.
 *
 * xterm.js writes its theme and its cell size into <style> elements and 24-bit colours into style
 * attributes, both of which `style-src 'self'` refuses. Promises: the same rules reach the page
 * through constructed stylesheets and the CSSOM, which that policy allows, because no text of a page
 * can become either. Nothing of the page's real document is changed.
 */

/** An element that stands where a <style> would and keeps its rules in a constructed stylesheet. */
function createStyle() {
  const element = document.createElement('template')
  const sheet = new CSSStyleSheet()
  document.adoptedStyleSheets.push(sheet)
  Object.defineProperty(element, 'textContent', {
    set(/** @type {string} */ rules) {
      sheet.replaceSync(rules)
    },
  })
  element.remove = () => {
    document.adoptedStyleSheets = document.adoptedStyleSheets.filter((each) => each !== sheet)
    Element.prototype.remove.call(element)
  }
  return element
}

/**
 * @this {HTMLElement}
 * @param {string} name
 * @param {string} value
 */
function setAttribute(name, value) {
  if (name === 'style') this.style.cssText = value
  else Element.prototype.setAttribute.call(this, name, value)
}

/** @param {string} name */
function createElement(name) {
  if (name === 'style') return createStyle()
  const element = document.createElement(name)
  if (name === 'span') element.setAttribute = setAttribute
  return element
}

/** Returns the document to give to xterm.js. */
export const strictDocument = () =>
  new Proxy(document, {
    get(real, name) {
      if (name === 'createElement') return createElement
      const value = Reflect.get(real, name, real)
      return typeof value === 'function' ? value.bind(real) : value
    },
    set: (real, name, value) => Reflect.set(real, name, value, real),
  })
