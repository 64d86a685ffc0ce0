/** Events that were written under another contract. */
import type { Entry } from "../engine/engine.js";
import type { ChannelSpec } from "../core/spec.js";

/** Whether an event still fits today's contract; each is looked at once. */
export function fitter(): (spec: ChannelSpec, entry: Entry) => boolean {
  const known = new WeakMap<Entry, boolean>();
  return (spec, entry) => {
    let fits = known.get(entry);
    if (fits === undefined) known.set(entry, (fits = entryFits(spec, entry)));
    return fits;
  };
}

function entryFits(spec: ChannelSpec, { type, data, headers }: Entry): boolean {
  if (!Object.hasOwn(spec.serverToClient, type)) return false;
  const { check, headers: checkHeaders } = spec.serverToClient[type]!;
  try {
    return (
      check(JSON.parse(data)) === undefined &&
      checkHeaders?.(headers === undefined ? {} : JSON.parse(headers)) ===
        undefined
    );
  } catch {
    return false; // no JSON: nothing of ours wrote it
  }
}
