/// <reference types="node" />
/**
 * A text message as a server's frame (RFC 6455, section 5.2): whole, not
 * masked, not compressed. So the same bytes go to every client, and between
 * the frames that `ws` writes, which it does in one step each.
 */
export function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const at = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(at + length);
  frame[0] = FINAL_TEXT;
  if (at === 2) {
    frame[1] = length;
  } else if (at === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, at);
  return frame;
}

const FINAL_TEXT = 0x81;
