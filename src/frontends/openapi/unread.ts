import type { Diagnostics, Target } from "../../diagnostics/diagnostics.js";
import type { Fields } from "../../documents/fields.js";
import type { Json } from "../../source/json.js";
import type { Webhook } from "./webhooks.js";

/** What a reader of the document may expect to become code; each is told of once. */
export function reportUnread(
  root: Fields,
  webhooks: readonly Webhook[],
  diagnostics: Diagnostics,
): void {
  const operations = webhooks.map(({ operation }) => operation);
  for (const [key, among] of [
    ["paths", [root]],
    ["callbacks", operations],
  ] as const) {
    const target = firstWith(key, among);
    if (target) diagnostics.report("openapi-not-read", target, { key });
  }
  const security = firstWith("security", [...operations, root]);
  if (security) diagnostics.report("openapi-security", security, {});
}

function firstWith(key: string, among: readonly Fields[]): Target | undefined {
  const holder = among.find(({ value }) => !isEmpty(value[key]));
  return holder && { ...holder.at(key), part: "key" };
}

function isEmpty(value: Json | undefined): boolean {
  return (
    typeof value !== "object" ||
    value === null ||
    Object.keys(value).length === 0
  );
}
