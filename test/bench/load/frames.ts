/** A client's side of RFC 6455, as far as a load needs it. */

/** A masked text frame of up to 64 KB. */
export function maskedText(text: string): Buffer {
  const payload = Buffer.from(text);
  const { length } = payload;
  const head = length < 126 ? [length] : [126, length >> 8, length & 0xff];
  for (let i = 0; i < length; i++) payload[i]! ^= MASK[i & 3]!;
  head[0]! |= 0x80;
  return Buffer.concat([Buffer.from([0x81, ...head, ...MASK]), payload]);
}

const MASK = [0x5a, 0xc3, 0x17, 0x88] as const;

const PONG = Buffer.from([0x8a, 0x80, ...MASK]);

/** What answers a chunk that is a ping and nothing else. */
export function pongTo(chunk: Buffer): Buffer | undefined {
  return chunk.length === 2 && chunk[0] === 0x89 ? PONG : undefined;
}
