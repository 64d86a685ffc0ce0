/** Where each part of a document stands, in UTF-16 units of its text. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

export interface RangeNode extends Range {
  readonly members?: ReadonlyMap<string, RangeMember>;
  readonly items?: readonly RangeNode[];
}

export interface RangeMember {
  readonly key: Range;
  readonly value: RangeNode;
}

/**
 * The range of what `keys` lead to, or of the last part on the way that is
 * there: a problem with something absent points at what lacks it.
 */
export function findRange(
  root: RangeNode,
  keys: readonly (string | number)[],
  part: "key" | "value",
): Range {
  let node = root;
  let keyRange: Range | undefined;
  for (const key of keys) {
    const member = node.members?.get(String(key));
    const next = member?.value ?? node.items?.[Number(key)];
    // What lacks a part is best shown by its own key: its value may be long.
    if (next === undefined) return keyRange ?? node;
    node = next;
    keyRange = member?.key;
  }
  return part === "key" && keyRange ? keyRange : node;
}
