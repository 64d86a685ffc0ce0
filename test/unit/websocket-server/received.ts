/** Bytes as `ws` reads them, and entries to make them of. */
import * as ws from "ws";
import type { Entry } from "../../../templates/runtime/engine/engine.js";

/** Not in the types. */
const { Receiver } = ws as unknown as {
  readonly Receiver: new () => NodeJS.WritableStream;
};

export function received(bytes: Buffer): string[] {
  const texts: string[] = [];
  const receiver = new Receiver();
  receiver.on("message", (data: Buffer) => texts.push(data.toString()));
  receiver.write(bytes);
  return texts;
}

export const entry = (offset: number, more: Partial<Entry> = {}): Entry => ({
  offset,
  time: 0,
  address: "lobby",
  type: "tick",
  id: `A${offset}`,
  data: `{"n":${offset}}`,
  schema: "h1",
  ...more,
});
