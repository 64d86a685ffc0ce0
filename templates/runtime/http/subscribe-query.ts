/** The query of a GET that subscribes, parsed once: who polls asks the same again and again. */
import type { HttpRequest } from "./http.js";
import { type Instance, parseInstance } from "../core/instance.js";
import type { Start } from "../core/protocol.js";
import { hashText } from "../engine/hash.js";

export interface SubscribeQuery {
  readonly fields: URLSearchParams;
  /** `undefined` where one is malformed. */
  readonly instances: readonly Instance[] | undefined;
  readonly snapshot: boolean;
  readonly cursor: string | null;
  /** Where there is no cursor; `undefined` where it is malformed. */
  readonly start: Start | undefined;
  /** The same for the same of all that, wherever it begins. */
  readonly question: string;
}

/** Queries that are remembered, and the longest of them. */
const KEPT = 500;
const KEPT_LENGTH = 1_000;

const kept = new Map<string, SubscribeQuery>();

export function queryOf({
  search,
}: Pick<HttpRequest, "search">): SubscribeQuery {
  const known = kept.get(search);
  if (known) return known;
  const parsed = parse(new URLSearchParams(search));
  if (search.length <= KEPT_LENGTH) {
    if (kept.size >= KEPT) kept.clear();
    kept.set(search, parsed);
  }
  return parsed;
}

function parse(fields: URLSearchParams): SubscribeQuery {
  const names = fields.getAll("subscribe");
  const instances = names.flatMap((name) => parseInstance(name) ?? []);
  const snapshot = fields.get("snapshot") === "1";
  return {
    fields,
    instances: instances.length === names.length ? instances : undefined,
    snapshot,
    cursor: fields.get("last_event_id"),
    start: startOf(fields.get("start") ?? "now"),
    question: hashText(JSON.stringify([names, snapshot, fields.get("limit")])),
  };
}

function startOf(text: string): Start | undefined {
  if (text === "now" || text === "earliest") return text;
  const last = /^last:(\d{1,9})$/.exec(text);
  return last ? { last: Number(last[1]) } : undefined;
}
