/** One thing wrong with a text, a number, or the kind of a value. */
import type { Json, JsonType } from "../../../src/source/json.js";
import {
  numberProblem,
  stringProblem,
} from "../../../src/schema/scalar-problem.js";
import {
  checksOf,
  type CheckOf,
  type PlainCheck,
} from "../arbitrary-value/conjunction.js";
import type { Change } from "../mutate.js";

/** One of each type, and none that is near to another. */
const OF_TYPE: Readonly<Record<JsonType, Json>> = {
  null: null,
  boolean: true,
  integer: 7,
  number: 7.5,
  string: "wrong",
  array: [],
  object: {},
};

export function changesOfType(
  value: Json,
  checks: readonly CheckOf<"type">[],
): Change[] {
  return checks.flatMap(({ types }) =>
    (Object.keys(OF_TYPE) as JsonType[])
      .filter(
        (type) =>
          !types.includes(type) &&
          !(type === "integer" && types.includes("number")),
      )
      .map((type) => ({ keyword: "type", to: OF_TYPE[type] }))
      .filter(({ to }) => to !== value),
  );
}

/** Longer texts are not made. */
const MAX_LENGTH = 5_000;

export function changesOfScalar(
  value: Json,
  checks: readonly PlainCheck[],
): Change[] {
  const changes = checksOf(checks, "enum").flatMap(({ values }) =>
    (typeof value === "number" ? [-7.25, 1e9] : ["not one of them", ""])
      .filter((to) => !values.includes(to))
      .slice(0, 1)
      .map((to): Change => ({ keyword: "enum", to })),
  );
  if (typeof value === "string") {
    for (const check of checksOf(checks, "string"))
      changes.push(...changesOfString(check));
  }
  if (typeof value === "number") {
    for (const check of checksOf(checks, "number"))
      changes.push(...changesOfNumber(check));
  }
  return changes;
}

/** No text of a format or of most patterns. */
const UNLIKELY = ["\u0000 not {it", "%%%", "", "a b", "0", "A", "!\n"];

function changesOfString(check: CheckOf<"string">): Change[] {
  const { minLength = 0, maxLength = Infinity, pattern, format } = check;
  const changes: Change[] = [];
  if (minLength > 0 && minLength < MAX_LENGTH)
    changes.push({ keyword: "minLength", to: "a".repeat(minLength - 1) });
  if (maxLength < MAX_LENGTH)
    changes.push({ keyword: "maxLength", to: "a".repeat(maxLength + 1) });
  const wrong = (keyword: string, part: CheckOf<"string">): void => {
    const to = UNLIKELY.find((text) => stringProblem(text, part));
    if (to !== undefined) changes.push({ keyword, to });
  };
  if (pattern) wrong("pattern", { kind: "string", pattern });
  if (format !== undefined) wrong("format", { kind: "string", format });
  return changes;
}

function changesOfNumber(check: CheckOf<"number">): Change[] {
  const { minimum, maximum, exclusiveMinimum, exclusiveMaximum } = check;
  const { multipleOf, format } = check;
  const changes: Change[] = [];
  const add = (keyword: string, to: number | undefined): void => {
    if (to !== undefined && numberProblem(to, check))
      changes.push({ keyword, to });
  };
  add("minimum", minimum !== undefined ? minimum - 1 : undefined);
  add("maximum", maximum !== undefined ? maximum + 1 : undefined);
  add("exclusiveMinimum", exclusiveMinimum);
  add("exclusiveMaximum", exclusiveMaximum);
  add("multipleOf", multipleOf !== undefined ? multipleOf * 1.5 : undefined);
  if (format !== undefined) {
    add("format", 2 ** 64);
    add("format", 0.5);
  }
  return changes;
}
