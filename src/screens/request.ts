/** What a page says, read from its text. Pure; every field of it is hostile until it was read here. */

import { Refusal } from '../protocol/refusals.ts'
import {
  MAX_SCREEN_MESSAGE_BYTES,
  MAX_TERMINAL_SIZE,
  SCREEN_KINDS,
  type ScreenRequest,
} from '../protocol/screen.ts'
import { isService } from '../protocol/session.ts'

type Raw = Readonly<Record<string, unknown>>

/** Longest texts, characters; the whole message has its own limit. */
const MAX_ID = 64
const MAX_SECRET = 256
const MAX_USER = 128
const MAX_PASSWORD = 1024

/** Reads a message. Throws `Refusal`. */
export const readScreenRequest = (text: string): ScreenRequest => {
  if (Buffer.byteLength(text) > MAX_SCREEN_MESSAGE_BYTES) return refuse('length')
  const raw = toObject(text)
  switch (raw['type']) {
    case 'open':
      return toOpen(raw)
    case 'pin':
      return { type: 'pin', pin: textOf(raw, 'pin', MAX_SECRET) }
    case 'login':
      return {
        type: 'login',
        user: textOf(raw, 'user', MAX_USER),
        password: optional(raw, 'password', MAX_PASSWORD),
        privateKey: optional(raw, 'privateKey', MAX_SCREEN_MESSAGE_BYTES),
        passphrase: optional(raw, 'passphrase', MAX_PASSWORD),
        ...sizeOf(raw),
      }
    case 'resize':
      return { type: 'resize', ...sizeOf(raw) }
    default:
      return refuse('type')
  }
}

const toOpen = (raw: Raw): ScreenRequest => {
  const again = optional(raw, 'again', MAX_SECRET)
  if (raw['link'] !== undefined) return { type: 'open', link: textOf(raw, 'link', MAX_SECRET), again }
  const { service, isViewOnly } = raw
  const kind = SCREEN_KINDS.find((known) => known === raw['kind'])
  if (!isService(service)) return refuse('service')
  if (kind === undefined) return refuse('kind')
  if (typeof isViewOnly !== 'boolean') return refuse('isViewOnly')
  return { type: 'open', hostId: textOf(raw, 'hostId', MAX_ID), service, kind, isViewOnly, again }
}

const toObject = (text: string): Raw => {
  try {
    const parsed: unknown = JSON.parse(text)
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed as Raw
  } catch {
    // Told below, as everything else that is no object.
  }
  return refuse('JSON')
}

const textOf = (raw: Raw, name: string, max: number): string => {
  const value = raw[name]
  if (typeof value !== 'string' || value === '' || value.length > max) return refuse(name)
  return value
}

const optional = (raw: Raw, name: string, max: number): string | undefined =>
  raw[name] === undefined || raw[name] === '' ? undefined : textOf(raw, name, max)

const sizeOf = (raw: Raw): { columns: number; rows: number } => ({
  columns: cellsOf(raw, 'columns'),
  rows: cellsOf(raw, 'rows'),
})

const cellsOf = (raw: Raw, name: string): number => {
  const value = raw[name]
  const isFit = Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MAX_TERMINAL_SIZE
  return isFit ? Number(value) : refuse(name)
}

const refuse = (detail: string): never => {
  throw new Refusal('invalid_request', { detail })
}
