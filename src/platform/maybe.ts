/** Values that are usually there at once: hot paths skip the cost of awaiting what needs no wait. */

/** A value, or the promise of one. */
export type Maybe<T> = T | Promise<T>

/** Continues at once with a value, later with a promise. */
export const andThen = <T, R>(value: Maybe<T>, next: (value: T) => Maybe<R>): Maybe<R> =>
  value instanceof Promise ? value.then(next) : next(value)
