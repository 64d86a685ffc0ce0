/**
 * Tags of answers to GET, RFC 9110 section 8.8.3. A tag names what was asked
 * for, the cursor it was asked from, and the last event: an idle client goes
 * on with the tag that it has, though the cursor it asks from moves on.
 */
import { hashText } from "../engine/hash.js";
import type { Poll } from "./route.js";
import type { Told } from "./read-page.js";

export interface Tag {
  readonly tag: string;
  /** The client has an answer that says the same: 304. */
  readonly isKnown: boolean;
}

/**
 * Of an answer to GET that begins at a place, and not wherever the log
 * stands; what it says beside events must not be missed for a tag.
 */
export function tagOf(
  { request, subscriptions }: Poll,
  { hello, last, isPlain, isEmpty }: Told,
): Tag | undefined {
  const { start } = subscriptions[0]!; // the same for all
  if (!isPlain || request.method !== "GET" || start === "now") return undefined;
  const hasCursor = typeof start === "object" && "cursor" in start;
  const cursor = hasCursor ? start.cursor : "";
  const question = `W/"${questionOf(request.query, hasCursor, hello.schema)}!`;
  const from = `${question}${cursor}!`;
  const own = `${from}${last ?? cursor}"`;
  const given = request.header("if-none-match");
  const tags = given === undefined ? [] : given.split(/ *, */);
  if (tags.includes(own)) return { tag: own, isKnown: true };
  // Nothing after the cursor: any answer from another one says as much.
  const known = isEmpty
    ? tags.find((tag) => tag.startsWith(question) && !tag.startsWith(from))
    : undefined;
  return { tag: known ?? own, isKnown: known !== undefined };
}

/** Without where to begin, for which there is a cursor, and without a token. */
function questionOf(
  query: URLSearchParams,
  hasCursor: boolean,
  schema: string,
): string {
  const names = [
    "subscribe",
    "snapshot",
    "limit",
    ...(hasCursor ? [] : ["start"]),
  ];
  const asked = names.map((name) => query.getAll(name));
  return hashText(JSON.stringify([schema, asked]));
}
