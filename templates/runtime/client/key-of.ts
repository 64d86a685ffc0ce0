import type { Instance } from "./transport.js";

/** The same for the same instance, in whatever order its parameters come. */
export function keyOf({ channel, params }: Instance): string {
  return JSON.stringify([channel, Object.entries(params).sort()]);
}
