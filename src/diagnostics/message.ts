/** A text with typed holes: `text`no such file: ${"path"}``. */
export interface Text<Params extends string> {
  readonly params: readonly Params[];
  (values: Readonly<Record<Params, string | number>>): string;
}

export function text<const Params extends string>(
  literals: TemplateStringsArray,
  ...params: readonly Params[]
): Text<Params> {
  const fill = (values: Readonly<Record<Params, string | number>>): string =>
    literals.reduce(
      (out, literal, i) => out + String(values[params[i - 1]!]) + literal,
    );
  return Object.assign(fill, { params });
}

/** One kind of problem. Codes are for ever: never renumber, never reuse. */
export interface Message<Params extends string = string> {
  readonly code: `RT${number}`;
  readonly severity: "error" | "warning";
  readonly text: Text<Params>;
  /** What to do about it; may use the same holes. */
  readonly hint?: Text<Params>;
}
