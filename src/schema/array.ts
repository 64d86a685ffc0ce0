import type { ArrayCheck, Assertion } from "../contract/assertion.js";
import { at } from "../source/path.js";
import { isList } from "../documents/fields.js";
import type { Keywords } from "./keywords.js";
import type { LowerContext } from "./lower.js";
import { reviewRange } from "./review.js";

export function arrayCheck(
  keywords: Keywords,
  context: LowerContext,
): ArrayCheck | undefined {
  if (!keywords.holds("array")) return undefined;
  const { diagnostics } = context.host;
  const minItems = keywords.count("minItems");
  const maxItems = keywords.count("maxItems");
  reviewRange(
    keywords,
    "minItems",
    minItems,
    "maxItems",
    maxItems,
    diagnostics,
  );
  const uniqueItems = keywords.boolean("uniqueItems");
  const { prefixItems, items } = itemsOf(keywords, context);
  const schema = context.schemaAt(keywords, "contains");
  const min = keywords.count("minContains") ?? 1;
  const max = keywords.count("maxContains");
  return {
    kind: "array",
    ...(prefixItems && prefixItems.length > 0 && { prefixItems }),
    ...(items && { items }),
    ...(minItems !== undefined && { minItems }),
    ...(maxItems !== undefined && { maxItems }),
    ...(uniqueItems === true && { uniqueItems }),
    ...(schema && {
      contains: { schema, min, ...(max !== undefined && { max }) },
    }),
  };
}

function itemsOf(
  keywords: Keywords,
  context: LowerContext,
): Pick<ArrayCheck, "prefixItems" | "items"> {
  const all = (keyword: string): readonly Assertion[] | undefined => {
    const origin = keywords.at(keyword);
    return keywords
      .list(keyword)
      ?.map((value, i) => context.child(value, at(origin, i)));
  };
  const one = (keyword: string): { items?: Assertion } => {
    const items = context.schemaAt(keywords, keyword);
    return items ? { items } : {};
  };
  const isTuple = isList(keywords.value["items"]);
  if (keywords.has("prefixItems")) {
    if (isTuple) keywords.wrong("items", `a schema beside "prefixItems"`);
    const prefixItems = all("prefixItems") ?? [];
    return { prefixItems, ...(!isTuple && one("items")) };
  }
  if (!isTuple) return one("items");
  if (context.dialect.tuples === "prefixItems") {
    const target = { ...keywords.at("items"), part: "key" } as const;
    context.host.diagnostics.report("schema-tuple-items", target, {});
  }
  return { prefixItems: all("items") ?? [], ...one("additionalItems") };
}
