/**
 * Event schemas for measuring: a seeded generator, so that every run sees the
 * same. About a dozen properties each, some nested, some shared, as in the
 * event catalogues of real companies.
 */
import type { Json } from "../../src/source/json.js";

export interface Synthetic {
  /** JSON Schemas by name; events refer to shared ones below `#/$defs/`. */
  readonly shared: Readonly<Record<string, Json>>;
  readonly events: Readonly<Record<string, Json>>;
}

const NOUNS =
  "account alert booking cart claim course device flight guest invoice lesson order parcel patient payment policy product refund report room session shipment student task ticket transfer trip vehicle wallet warehouse".split(
    " ",
  );
const VERBS =
  "added approved archived assigned cancelled completed created expired failed merged opened paused rejected removed renewed restored resumed started updated verified".split(
    " ",
  );
const FIELDS =
  "amount area attempt batch category channel code contact grade kind label level link locale margin note origin phase position priority quality rate reason region score source stage status summary target tier title version volume weight".split(
    " ",
  );

/** Park and Miller's generator: uniform in [0, 1). */
function random(seed: number): () => number {
  let state = seed;
  return () => (state = (state * 48271) % 2147483647) / 2147483647;
}

type Members = Record<string, Json>;

function object(members: Members, required: readonly string[]): Json {
  return {
    type: "object",
    properties: members,
    required: [...required],
    additionalProperties: false,
  };
}

function text(maxLength: number): Json {
  return { type: "string", maxLength };
}

export function synthesize(count: number, base = "#/$defs/"): Synthetic {
  const next = random(20_261_121);
  const below = (limit: number): number => Math.floor(next() * limit);
  const scalar = (name: string): Json => {
    switch (below(9)) {
      case 0:
        return { type: "string", format: "email" };
      case 1:
        return { type: "string", format: "uri" };
      case 2:
        return { type: "string", format: "date-time" };
      case 3:
        return { type: "integer", minimum: 0, maximum: 1000 };
      case 4:
        return { type: "number" };
      case 5:
        return { type: "boolean" };
      case 6: {
        const values = "abcdefg".slice(0, 3 + below(4));
        return { type: "string", enum: [...values].map((v) => `${name}_${v}`) };
      }
      default:
        return { type: "string", maxLength: 20 + below(200) };
    }
  };
  const some = (size: number): string[] => {
    const names = new Set<string>();
    while (names.size < size) names.add(FIELDS[below(FIELDS.length)]!);
    return [...names];
  };
  const plain = (names: readonly string[], first: Members = {}): Json => {
    const members: Members = { ...first };
    const required = Object.keys(first);
    for (const name of names) {
      members[name] = scalar(name);
      if (next() < 0.7) required.push(name);
    }
    return object(members, required);
  };
  const id: Json = { type: "string", format: "uuid" };
  const shared: Record<string, Json> = {
    Money: object(
      {
        currency: { type: "string", enum: ["EUR", "USD", "GBP", "JPY"] },
        cents: { type: "integer", minimum: 0, maximum: 2 ** 31 },
      },
      ["currency", "cents"],
    ),
    Place: object(
      { street: text(200), city: text(100), zip: text(12), country: text(2) },
      ["street", "city", "zip"],
    ),
    Actor: object(
      {
        actorId: id,
        role: { type: "string", enum: ["user", "admin", "system"] },
        email: { type: "string", format: "email" },
      },
      ["actorId", "role"],
    ),
  };
  const events: Record<string, Json> = {};
  for (let i = 0; i < count; i++) {
    const round = Math.floor(i / (NOUNS.length * VERBS.length));
    const verb = VERBS[Math.floor(i / NOUNS.length) % VERBS.length]!;
    const noun = NOUNS[i % NOUNS.length]!;
    const members: Members = {
      id,
      occurredAt: { type: "string", format: "date-time" },
      actor: { $ref: `${base}Actor` },
    };
    const required = ["id", "occurredAt", "actor"];
    if (next() < 0.5) {
      members["price"] = { $ref: `${base}Money` };
      required.push("price");
    }
    if (next() < 0.3) members["place"] = { $ref: `${base}Place` };
    members["tags"] = { type: "array", items: text(40), maxItems: 100 };
    if (next() < 0.6) {
      const items = plain(some(2), { sku: text(40) });
      members["items"] = { type: "array", items, maxItems: 100 };
      required.push("items");
    }
    members["detail"] = plain(some(3 + below(3)));
    for (const name of some(12)) {
      if (Object.keys(members).length >= 10 + (i % 4)) break;
      members[name] = scalar(name);
      if (next() < 0.7) required.push(name);
    }
    events[`${noun}.${verb}${round > 0 ? round + 1 : ""}`] = object(
      members,
      required,
    );
  }
  return { shared, events };
}
