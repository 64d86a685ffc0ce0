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
      (out, literal, i) => out + clipped(values[params[i - 1]!]) + literal,
    );
  return Object.assign(fill, { params });
}

/** Names and texts of a schema may be of any length; nobody reads them all. */
function clipped(value: string | number): string {
  const text = String(value);
  return text.length <= MAX_VALUE ? text : `${text.slice(0, MAX_VALUE)}…`;
}

const MAX_VALUE = 1_000;

/** One kind of problem. Codes are for ever: never renumber, never reuse. */
export interface Message<Params extends string = string> {
  readonly code: `RT${number}`;
  readonly severity: "error" | "warning";
  readonly text: Text<Params>;
  /** What to do about it; may use the same holes. */
  readonly hint?: Text<Params>;
}
