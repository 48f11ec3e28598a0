/** Frames as a WebSocket client sends them, byte by byte, right or wrong. */

/** A frame whose first byte is given; the mask's lowest byte goes first, 0 leaves the payload as it is. */
export const clientFrame = (first: number, payload: Buffer, mask: number): Buffer => {
  const { length } = payload
  const head = Buffer.alloc(length < 126 ? 2 : length < 65_536 ? 4 : 10)
  head[0] = first
  head[1] = 0x80 | (length < 126 ? length : length < 65_536 ? 126 : 127)
  if (head.length === 4) head.writeUInt16BE(length, 2)
  if (head.length === 10) head.writeBigUInt64BE(BigInt(length), 2)
  const key = Buffer.alloc(4)
  key.writeInt32LE(mask)
  const masked = mask === 0 ? payload : payload.map((byte, at) => byte ^ (key[at & 3] ?? 0))
  return Buffer.concat([head, key, masked])
}
