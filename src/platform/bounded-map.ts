/**
 * A map that forgets: at most `maxEntries`, whatever an attacker sends.
 *
 * Two generations instead of a linked list: entries are written to the young one; when that holds
 * half of the allowance it becomes the old one and what was old is dropped at once. An entry that
 * is used survives, memory is bounded by construction, and no operation costs more than O(1).
 */

/** A least-recently-used-ish map with a hard bound on its size. */
export class BoundedMap<Key, Value> {
  readonly #halfOfMax: number
  #young = new Map<Key, Value>()
  #old = new Map<Key, Value>()

  constructor(maxEntries: number) {
    this.#halfOfMax = Math.max(1, Math.floor(maxEntries / 2))
  }

  /** How many entries are held; never more than the bound. */
  get size(): number {
    return this.#young.size + this.#old.size
  }

  get(key: Key): Value | undefined {
    const young = this.#young.get(key)
    if (young !== undefined) return young
    const old = this.#old.get(key)
    if (old === undefined) return undefined
    this.#old.delete(key)
    this.set(key, old)
    return old
  }

  set(key: Key, value: Value): void {
    if (this.#young.size >= this.#halfOfMax && !this.#young.has(key)) {
      this.#old = this.#young
      this.#young = new Map()
    }
    this.#young.set(key, value)
    this.#old.delete(key)
  }

  delete(key: Key): boolean {
    const wasYoung = this.#young.delete(key)
    return this.#old.delete(key) || wasYoung
  }
}
