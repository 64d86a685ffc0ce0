/**
 * What Avro's logical types make of the types that they stand on. Avro writes
 * each as the type below it, and so do we in JSON: a date is a number of days.
 * Only what would be unreadable or lose digits that way is said otherwise:
 * decimals and nanoseconds are texts, durations are objects.
 */
import type { NumberCheck } from "../../contract/assertion.js";
import type { Json, JsonObject } from "../../source/json.js";
import type { Origin } from "../../source/source-file.js";
import { compilePattern } from "../pattern.js";
import { numeric, scalar, type Scalar } from "./scalar.js";

export interface LogicalType {
  /** The types that it may stand on. */
  readonly on: readonly string[];
  /** A text: why it cannot be one. */
  readonly read: (value: JsonObject, origin: Origin) => Scalar | string;
}

/** More digits would make an expression too large for its engine. */
const MAX_PRECISION = 1_000;

const EPOCH = "since 1970-01-01T00:00:00";

/** Avro 1.12, "Logical Types". */
export const logicalTypes: ReadonlyMap<string, LogicalType> = new Map([
  ["date", count("int", "Days since 1970-01-01.")],
  ["time-millis", count("int", "Milliseconds after midnight.", 86_399_999)],
  [
    "time-micros",
    count("long", "Microseconds after midnight.", 86_399_999_999),
  ],
  ["timestamp-millis", count("long", `Milliseconds ${EPOCH}Z.`)],
  ["timestamp-micros", count("long", `Microseconds ${EPOCH}Z.`)],
  ["timestamp-nanos", digits(`Nanoseconds ${EPOCH}Z`)],
  [
    "local-timestamp-millis",
    count("long", `Milliseconds ${EPOCH} local time.`),
  ],
  [
    "local-timestamp-micros",
    count("long", `Microseconds ${EPOCH} local time.`),
  ],
  ["local-timestamp-nanos", digits(`Nanoseconds ${EPOCH} local time`)],
  ["decimal", { on: ["bytes", "fixed"], read: decimal }],
  [
    "big-decimal",
    {
      on: ["bytes"],
      read: () => matching(String.raw`^-?\d+(\.\d+)?$`, "A decimal number."),
    },
  ],
  [
    "uuid",
    {
      on: ["string", "fixed"],
      read: () => scalar("string", { kind: "string", format: "uuid" }),
    },
  ],
  ["duration", { on: ["fixed"], read: duration }],
]);

/** A number, as it is in Avro. */
function count(
  on: "int" | "long",
  description: string,
  maximum?: number,
): LogicalType {
  const format = on === "int" ? "int32" : "int64";
  const range: NumberCheck =
    maximum === undefined
      ? { kind: "number", format }
      : { kind: "number", minimum: 0, maximum };
  const scale = { ...scalar("integer", range), description };
  return { on: [on], read: () => scale };
}

/** A number with more digits than those of JavaScript have. */
function digits(what: string): LogicalType {
  const description = `${what}, as text: a number would lose digits.`;
  return {
    on: ["long"],
    read: () => matching(String.raw`^-?\d{1,19}$`, description),
  };
}

function matching(source: string, description: string): Scalar {
  const pattern = compilePattern(source);
  if (!("flags" in pattern)) throw new Error(`no pattern: ${source}`);
  return { ...scalar("string", { kind: "string", pattern }), description };
}

function decimal({ precision, scale = 0 }: JsonObject): Scalar | string {
  if (!isCount(precision, 1) || precision > MAX_PRECISION) {
    return `"precision" must be a whole number from 1 to ${MAX_PRECISION}`;
  }
  if (!isCount(scale, 0) || scale > precision) {
    return `"scale" must be a whole number from 0 to the precision`;
  }
  const whole = String.raw`^-?\d{1,${Math.max(precision - scale, 1)}}`;
  const fraction = scale === 0 ? "" : String.raw`(\.\d{1,${scale}})?`;
  return matching(
    `${whole}${fraction}$`,
    `A decimal number of at most ${precision} digits, as text.`,
  );
}

export function isCount(
  value: Json | undefined,
  least: number,
): value is number {
  return Number.isSafeInteger(value) && Number(value) >= least;
}

/** The three parts that Avro packs into twelve bytes. */
function duration({ size }: JsonObject, origin: Origin): Scalar | string {
  if (size !== 12) return `"size" must be 12`;
  const required = ["months", "days", "millis"];
  const { checks } = numeric("integer", "uint32");
  const schema = { checks, notes: {}, origin };
  const properties = required.map((name) => ({ name, schema }));
  return scalar("object", { kind: "object", properties, required });
}
