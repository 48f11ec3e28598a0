/**
 * A typed, synchronous event bus: features tell each other what happened without importing each
 * other. Listeners run in subscription order; one that throws is reported and disturbs nobody.
 */

/** Removes the listener again. */
export type Unsubscribe = () => void

/** A bus whose event names and payloads are the keys and values of `Events`. */
export interface Bus<Events> {
  emit<Name extends keyof Events>(name: Name, event: Events[Name]): void
  on<Name extends keyof Events>(name: Name, listener: (event: Events[Name]) => void): Unsubscribe
}

/** Makes a bus; `onError` is told about a listener that threw. */
export const createBus = <Events>(onError: (error: unknown) => void): Bus<Events> => {
  type Listener = (event: never) => void
  const listeners = new Map<keyof Events, Set<Listener>>()
  return {
    emit(name, event) {
      for (const listener of listeners.get(name) ?? []) {
        try {
          ;(listener as (event: Events[typeof name]) => void)(event)
        } catch (error) {
          onError(error)
        }
      }
    },
    on(name, listener) {
      const ofName = listeners.get(name) ?? new Set<Listener>()
      listeners.set(name, ofName.add(listener))
      return () => ofName.delete(listener)
    },
  }
}
