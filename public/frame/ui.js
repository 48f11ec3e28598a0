/**
 * The one place that binds preact and htm; every other file takes its rendering words from here.
 *
 * Promises: text put into a template becomes a text node or an attribute, never markup, so a hostile
 * string cannot become an element.
 */

import htm from '../vendor/htm.js'
import { Component, h } from '../vendor/preact.js'
import { useLayoutEffect, useState } from '../vendor/preact-hooks.js'

export { render } from '../vendor/preact.js'
export {
  useEffect,
  useId,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from '../vendor/preact-hooks.js'

/** @typedef {import('../vendor/preact.js').ComponentChildren} Children */

/** Writes elements: html`<p class="muted">${text}</p>`. */
export const html = htm.bind(h)

/**
 * Makes a component that renders again only when one of its properties is another value.
 * @template {object} P
 * @param {(props: P) => Children} view
 */
export function memo(view) {
  return class Memo extends Component {
    /**
     * @override
     * @param {Readonly<P>} next
     */
    shouldComponentUpdate(next) {
      const previous = /** @type {Record<string, unknown>} */ (this.props)
      const following = /** @type {Record<string, unknown>} */ (next)
      for (const key in following) if (!Object.is(previous[key], following[key])) return true
      return false
    }

    /** @override */
    render() {
      return h(/** @type {any} */ (view), this.props)
    }
  }
}

/**
 * A value that components can follow.
 * @template T
 * @typedef {{
 *   get: () => T,
 *   set: (next: T) => void,
 *   subscribe: (listener: () => void) => () => void,
 * }} Store
 */

/**
 * Makes a store; setting the value it already holds tells nobody.
 * @template T
 * @param {T} initial
 * @returns {Store<T>}
 */
export function createStore(initial) {
  let value = initial
  /** @type {Set<() => void>} */
  const listeners = new Set()
  return {
    get: () => value,
    set(next) {
      if (Object.is(value, next)) return
      value = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

/**
 * Returns a store's value and renders the component again when it changes.
 * @template T
 * @param {Store<T>} store
 * @returns {T}
 */
export function useStore(store) {
  const [, setTurn] = useState(0)
  const seen = store.get()
  useLayoutEffect(() => {
    // The value may have changed between this component's render and this subscription.
    if (!Object.is(seen, store.get())) setTurn((turn) => turn + 1)
    return store.subscribe(() => setTurn((turn) => turn + 1))
  }, [store])
  return seen
}
