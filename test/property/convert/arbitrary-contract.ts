/** Documents of the native format from a grammar, as JSON. */
import * as fc from "fast-check";
import type { Json } from "../../../src/source/json.js";
import { schema, value } from "../schema/arbitrary-schema.js";

/** Names that are anything but harmless, in YAML, in pointers and in code. */
const NAMES = [
  "orders",
  "order.created",
  "a/b~c",
  "100%",
  "__proto__",
  "constructor",
  "<<",
  "no",
  "1.10",
  "- x",
  "{a: b}",
  "x\u2028y",
  "päck 😀",
  "x-realtime-name",
  "$ref",
  '"quoted"',
];

const name = fc.constantFrom(...NAMES);
const prose = fc.constantFrom(
  "One line.",
  "Two\nlines, the second with: a colon\n",
  " # no comment",
  "'''",
  "`${x}` */",
);

type Entry = readonly [string, Json];

function object(entries: readonly Entry[]): Json {
  return Object.assign(Object.create(null), Object.fromEntries(entries));
}

const named = (
  of: fc.Arbitrary<Json>,
  maxLength: number,
  minLength = 0,
): fc.Arbitrary<Json> =>
  fc
    .uniqueArray(fc.tuple(name, of), {
      selector: ([key]) => key,
      minLength,
      maxLength,
    })
    .map(object);

/** Some of the members. */
const some = (members: Readonly<Record<string, fc.Arbitrary<Json>>>) =>
  fc
    .record(members, { requiredKeys: [] })
    .map((all) => object(Object.entries(all) as Entry[]));

const with_ = (
  of: fc.Arbitrary<Json>,
  members: Readonly<Record<string, fc.Arbitrary<Json>>>,
): fc.Arbitrary<Json> =>
  fc
    .tuple(of, fc.record(members))
    .map(([own, more]) =>
      object(Object.entries({ ...(own as object), ...more }) as Entry[]),
    );

const type = fc.oneof(schema, fc.constantFrom<Json>("Node", "Other"));
const text = fc.constantFrom<Json>(
  { type: "string" },
  { type: "string", enum: ["a", "b"], default: "a" },
  { type: "string", description: "Of whom." },
  { type: "string", pattern: "^[a-z]+$", examples: ["a"] },
);
const bindings = fc.constantFrom<Json>(
  { mqtt: { qos: 1, retain: false } },
  { sse: {}, "x-own": [1] },
);

const common = {
  summary: prose,
  description: prose,
  deprecated: fc.oneof(fc.boolean(), prose) as fc.Arbitrary<Json>,
  typeName: fc.constantFrom("Own", "Class1"),
  headers: fc.constantFrom<Json>(
    { type: "object", properties: { trace: { type: "string" } } },
    { type: "object", additionalProperties: { type: "string" } },
  ),
  examples: fc.array(value, { maxLength: 2 }) as fc.Arbitrary<Json>,
  bindings,
};

const toClient = with_(
  some({
    ...common,
    ephemeral: fc.boolean(),
    reply: fc.record({ payload: type }) as fc.Arbitrary<Json>,
  }),
  { payload: type },
);

const toServer = with_(
  some({
    ...common,
    scopes: fc.constantFrom<Json>(["orders:write"], []),
    reply: some({ stream: fc.boolean() }).chain((rest) =>
      with_(fc.constant(rest), { payload: type }),
    ),
    errors: fc
      .constantFrom("too_late", "E1")
      .chain((code) =>
        some({ description: prose, payload: type }).map((error) =>
          object([[code, error]]),
        ),
      ),
  }),
  { payload: type },
);

const history = fc.oneof(
  fc.constant<Json>("none"),
  some({
    maxEvents: fc.integer({ min: 1, max: 1e6 }),
    maxAge: fc.constantFrom("30s", "1h30m", "24h", "7d", "1500ms"),
  }),
);

const channel = fc.oneof(
  some({
    description: prose,
    history,
    snapshot: type,
    serverToClient: named(toClient, 3),
    clientToServer: named(toServer, 3),
    bindings,
  }),
  with_(some({ wildcard: fc.boolean(), serverToClient: named(toClient, 2) }), {
    address: fc.constant("rooms/{room}/of/{user}"),
    parameters: fc.record({ room: text, user: text }) as fc.Arbitrary<Json>,
  }),
);

/** The text of a document; many have warnings, and some are refused. */
export const contractText: fc.Arbitrary<string> = fc
  .record({
    realtime: fc.constant(1),
    name,
    version: fc.constantFrom("1.0.0", "2"),
    description: prose,
    channels: named(channel, 3, 1),
    types: fc.record({ Node: schema, Other: schema }),
    bindings,
  })
  // The grammar of schemas knows one reference.
  .map((all) => JSON.stringify(all).replaceAll("#/$defs/node", "#/types/Node"));
