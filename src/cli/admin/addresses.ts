/** What is said about addresses that only this computer can reach. */

import { isLoopback } from '../connection.ts'
import { type Context, say } from './context.ts'

/** A hint for whoever would send a line to somebody whose computer it cannot work on. */
export const ownAddressHint = (context: Context): string[] => {
  const { server } = context.api
  if (!isLoopback(server)) return []
  return [
    say(
      context,
      `Others cannot reach ${server}: put the address in its place that they open.`,
      `Otros no llegan a ${server}: ponga en su lugar la dirección que ellos abren.`,
    ),
  ]
}
