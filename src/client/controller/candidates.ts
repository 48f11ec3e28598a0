/** Which of the addresses that a host or server names are dialled: those of other machines, by number. */

import { BlockList, isIPv4, isIPv6 } from 'node:net'
import { canonicalAddress } from '../../platform/addresses.ts'
import type { Candidate } from '../../protocol/session.ts'

/**
 * This machine itself, one wire only, and groups: a host is never there, and whoever names them is
 * after programs of ours that trust their own machine.
 */
const OURS = new BlockList()
for (const [network, bits] of [['0.0.0.0', 8], ['127.0.0.0', 8], ['169.254.0.0', 16], ['224.0.0.0', 3]] as const) {
  OURS.addSubnet(network, bits, 'ipv4')
}
for (const [network, bits] of [['::', 127], ['fe80::', 10], ['ff00::', 8]] as const) {
  OURS.addSubnet(network, bits, 'ipv6')
}

/** Leaves out what is not to be dialled; a name could stand for any of it. */
export const worthDialling = (candidates: readonly Candidate[]): readonly Candidate[] =>
  candidates.flatMap(({ address: told, port }) => {
    const address = canonicalAddress(told)
    if (address === undefined || !(isIPv4(address) || isIPv6(address))) return []
    return OURS.check(address, isIPv4(address) ? 'ipv4' : 'ipv6') ? [] : [{ address, port }]
  })
