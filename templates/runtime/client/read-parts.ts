/** An answer in parts, as an event stream; see WIRE.md. */
import { readEventStream } from "./event-stream.js";
import type { Outcome } from "../core/protocol.js";
import type { HearPart } from "./transport.js";

/** Resolves to what followed the last part. */
export async function readParts(
  response: Response,
  hear: HearPart,
  maxFrameChars: number = 2 ** 20,
): Promise<Outcome> {
  let outcome: Outcome | undefined;
  await readEventStream(response, maxFrameChars, (frame) => {
    if (frame?.type === "rt.reply") outcome = JSON.parse(frame.data);
    return hear(frame?.type === "rt.part" ? JSON.parse(frame.data) : undefined);
  });
  if (!outcome) throw new TypeError("cut"); // as fetch has it
  return outcome;
}
