import { parseDuration } from "../contract/duration.js";
import { DEFAULT_HISTORY } from "../contract/history.js";
import type { History } from "../contract/model.js";
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import { describe, type Fields } from "../documents/fields.js";
import { isObject } from "../source/json.js";

/** `none`, or what is kept: `{ maxEvents: 10000, maxAge: 24h }`. */
export function readHistory(
  fields: Fields,
  key: string,
  diagnostics: Diagnostics,
): History {
  const history = fields.value[key];
  if (history === undefined) return DEFAULT_HISTORY;
  if (history === "none") return { kind: "none" };
  if (!isObject(history)) {
    const found = describe(history);
    diagnostics.report("native-history", fields.at(key), { found });
    return DEFAULT_HISTORY;
  }
  const limits = fields.fields(key, `history of ${fields.what}`);
  if (!limits) return DEFAULT_HISTORY;
  limits.allow(HISTORY_KEYS);
  const maxEvents = limits.count("maxEvents", 1, "to keep none: history: none");
  const { maxAge } = limits.value;
  const maxAgeMs =
    typeof maxAge === "string" ? parseDuration(maxAge) : undefined;
  if (maxAge !== undefined && maxAgeMs === undefined) {
    const found = describe(maxAge);
    diagnostics.report("native-duration", limits.at("maxAge"), { found });
  }
  return {
    kind: "kept",
    maxEvents: maxEvents ?? DEFAULT_HISTORY.maxEvents,
    maxAgeMs: maxAgeMs ?? DEFAULT_HISTORY.maxAgeMs,
  };
}

const HISTORY_KEYS = ["maxEvents", "maxAge"];
