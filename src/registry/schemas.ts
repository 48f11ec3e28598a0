/** Schemas that the registry's routes share. */

import { z } from '@hono/zod-openapi'
import { instant } from '../http/schemas.ts'
import { DEFAULT_PORT, MAX_HOST_LENGTH } from '../protocol/host.ts'
import { MAX_TAGS, TAG } from './tags.ts'

const FINGERPRINT = 'SHA256:mVPwvezndPv/ARoIadVY98vAC0g+P/5633yTC4d/wXE'

// The tools that read the description know no flags of a pattern.
const tag = z.string().normalize().trim().regex(TAG).openapi({ pattern: TAG.source })

/** Tags as somebody sends them; two that look the same are written the same. */
export const tagList = z.array(tag).max(MAX_TAGS)

/** A host. */
export const host = z
  .object({
    id: z.string().openapi({ example: 'host_V1StGXR8_Z5jdHi6B-myT' }),
    code: z.string().openapi({ example: 'ISR-12345678' }),
    name: z.string().openapi({ example: 'RECEPCION-PC' }),
    address: z.string().openapi({ example: '192.168.1.20' }),
    port: z.number().int().openapi({ example: 5900 }),
    presence: z.enum(['registered', 'expired', 'online', 'degraded', 'offline']).openapi({
      description:
        '`registered`: it announced itself at `updatedAt`; more is not known. `expired`: it did ' +
        'not for too long, or may not; its code is kept for its owner. With a host agent: ' +
        '`online`, `degraded` (not heard of for 45 s) or `offline`.',
    }),
    presenceAt: instant.nullable().openapi({
      description: 'Since when it is online or offline; null without a host agent.',
    }),
    agent: z
      .object({
        version: z.string().openapi({ example: '0.1.0' }),
        services: z.array(z.string()).readonly().openapi({ example: ['vnc', 'ssh'] }),
        address: z.string().openapi({ example: '203.0.113.7' }),
        allowsBrowser: z.boolean().openapi({
          description: 'Whether its screens and terminals may be opened in a browser.',
        }),
      })
      .nullable()
      .openapi({ description: 'What the host agent said, and where it is connected from.' }),
    registeredAt: instant,
    updatedAt: instant,
    expiresAt: instant,
    ownership: z.enum(['none', 'key', 'credential']).openapi({
      description: 'How the host proves that the code is its own.',
    }),
    state: z.enum(['open', 'locked', 'revoked']),
    tags: z.array(z.string()),
    keyFingerprint: z.string().nullable().openapi({ example: FINGERPRINT }),
    previousAddress: z.string().nullable().openapi({
      description: 'Where the code pointed before somebody without a key pointed it elsewhere.',
    }),
    addressChangedAt: instant.nullable(),
    clonedAt: instant.nullable().openapi({
      description: 'When one key was seen in two places: somebody copied a machine.',
    }),
  })
  .openapi('Host')

// The rules for these values live in protocol/, where the contract's paths find the same ones.
/** What a host says of itself. */
export const claim = z
  .object({
    address: z.string().max(MAX_HOST_LENGTH * 2).openapi({ example: '192.168.1.20' }),
    port: z.number().int().default(DEFAULT_PORT).openapi({ example: DEFAULT_PORT }),
    name: z.string().max(1024).optional().openapi({ example: 'RECEPCION-PC' }),
  })
  .openapi('Claim')

/** How a host proves that a code is its own; its rules live in protocol/ as well. */
export const proof = z
  .object({
    key: z.string().max(64).openapi({ description: 'Ed25519 public key, base64url.' }),
    at: z.number().int().openapi({ description: 'When it was signed, epoch milliseconds.' }),
    nonce: z.string().max(64).openapi({ description: '8 to 64 random characters of base64url.' }),
    instance: z.string().max(64).optional().openapi({ description: 'One run of the program.' }),
    signature: z.string().max(128).openapi({
      description:
        'Ed25519, base64url, over these lines joined by a line feed: isr-register-1, server id, ' +
        'code, address, port, name, at, nonce, instance. To redeem an enrolment the first line is ' +
        'isr-enrol-1, and a last line follows: the SHA-256 of the token in hexadecimal.',
    }),
  })
  .openapi('Proof')

/** The id of a host in a path. */
export const idParam = z.object({
  id: z.string().max(64).openapi({ example: 'host_V1StGXR8_Z5jdHi6B-myT' }),
})
