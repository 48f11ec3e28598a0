/**
 * What lets a controller that had an offer ask for the same host again without being taken for
 * somebody who guesses codes: hosts are switched off, servers restarted, and an office of people who
 * wait for theirs must not be banned for it. It opens nothing that the code does not.
 */

import { createHmac, timingSafeEqual } from 'node:crypto'

/** What is being resumed: this host, for as long as it has this key. */
export type Resumed = { readonly hostId: string; readonly key: string | undefined }

/** Makes and checks the texts; they hold across restarts for as long as `secret` is the same. */
export const createResume = (secret: string) => {
  const digest = ({ hostId, key = '' }: Resumed): Buffer =>
    createHmac('sha256', secret).update(`isr-resume-1\n${hostId}\n${key}`).digest()
  return {
    make: (of: Resumed): string => digest(of).toString('base64url'),

    isOf(text: string, of: Resumed): boolean {
      const [given, right] = [Buffer.from(text, 'base64url'), digest(of)]
      return given.length === right.length && timingSafeEqual(given, right)
    },
  }
}
