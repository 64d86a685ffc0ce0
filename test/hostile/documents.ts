/** One text in every place of a schema file that takes text, in both spellings. */
import { NAMES } from "./attacks.js";

/** JSON with keys in order, `__proto__` among them. */
type Member = readonly [string, unknown];

function object(...members: readonly Member[]): object {
  const made: object = Object.create(null);
  for (const [key, value] of members) {
    Object.defineProperty(made, key, {
      value,
      enumerable: true,
      configurable: true,
    });
  }
  return made;
}

/** What an attack may not be in some places, which take the harmless text instead. */
function fitting(text: string, harmless: string) {
  const name = NAMES.includes(text) && text !== "" ? text : harmless;
  // Braces have a meaning there, and the length of all together is bounded.
  const short = /[{}]|^.{100}/.test(name) ? harmless : name;
  return {
    text,
    harmless,
    name,
    property: NAMES.includes(text) ? text : harmless,
    parameter: short,
    address: short,
    value: text.length < 100 && !/\p{Cs}/u.test(text) ? text : harmless,
    pattern: text.length < 1_000 ? text : harmless,
  };
}

type Fitting = ReturnType<typeof fitting>;

function schemaWith({ text, property, pattern }: Fitting): object {
  const source = `^${pattern.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&")}$`;
  return object(
    ["title", text],
    ["description", text],
    ["$comment", text],
    ["type", "object"],
    // What every object has, samples always show: here they show all.
    ["required", ["id", property]],
    [
      "properties",
      object(
        ["id", { type: "string", title: text, description: text }],
        [
          `a ${property}`,
          { type: "integer", deprecated: true, description: text },
        ],
        [`e ${property}`, { enum: [text, `${text}2`, null, 1] }],
        [`c ${property}`, { const: text }],
        [`o ${property}`, { const: object([property, text]) }],
        [`p ${property}`, { type: "string", pattern: source, format: text }],
        [`d ${property}`, { type: "string", default: text, examples: [text] }],
        [`m ${property}`, { type: "string", contentMediaType: text }],
        [
          `n ${property}`,
          {
            type: "array",
            items: object(
              ["type", "object"],
              ["properties", object([property, { type: "string" }])],
            ),
          },
        ],
        [property, { type: "number" }],
      ),
    ],
    ["patternProperties", object([source, { type: "number" }])],
    ["dependentRequired", object([`c ${property}`, ["id"]])],
  );
}

/** Every text in a channel of its own; `harmless` stands where one is not allowed. */
export function nativeDocument(
  texts: readonly string[],
  harmless: readonly string[],
): string {
  const all = texts.map((text, i) => {
    const fit = fitting(text, harmless[i]!);
    return { ...fit, i, type: `${fit.name}${i}` };
  });
  const document = {
    realtime: 1,
    name: `name ${texts.join(" ")}`,
    version: `1 ${texts.join(" ")}`,
    description: texts.join(" "),
    channels: object(
      ...all.map((one): Member => [one.type, nativeChannel(one)]),
    ),
    types: object(...all.map((one): Member => [one.type, schemaWith(one)])),
  };
  return JSON.stringify(document);
}

function nativeChannel(fit: Fitting & { i: number; type: string }): object {
  const { text, name, property, parameter, address, value, i, type } = fit;
  const inline = object(
    ["title", text],
    ["description", text],
    ["type", "object"],
    ["required", [property]],
    ["properties", object([property, { type: "string", description: text }])],
  );
  return {
    description: text,
    address: `${address}${i}/{${parameter}}/{${parameter}2}`,
    parameters: object(
      [parameter, { type: "string", description: text }],
      [`${parameter}2`, { enum: [`${fit.harmless}1`, value] }],
    ),
    wildcard: true,
    snapshot: type,
    serverToClient: object(
      [
        name,
        {
          summary: text,
          description: text,
          deprecated: text === "" ? true : text,
          payload: inline,
          headers: inline,
          key: property,
          latestBy: property,
          examples: [object([property, text])],
        },
      ],
      [`${name}2`, { payload: type, reply: { payload: inline } }],
      [
        `${name}3`,
        { payload: { $ref: `#/types/${pointer(type)}` }, ephemeral: true },
      ],
      [`${name}4`, { payload: { type: "string", enum: [text] } }],
    ),
    clientToServer: object(
      [
        `${name}5`,
        {
          summary: text,
          payload: inline,
          scopes: [text, `${text}2`],
          reply: { payload: type },
          errors: { too_late: { description: text, payload: inline } },
        },
      ],
      [`${name}6`, { payload: type, reply: { stream: true, payload: type } }],
    ),
  };
}

export function asyncapiDocument(
  texts: readonly string[],
  harmless: readonly string[],
): string {
  const all = texts.map((text, i) => {
    const fit = fitting(text, harmless[i]!);
    return { ...fit, i, key: `${fit.name}${i}` };
  });
  const each = (make: (one: (typeof all)[number]) => object): object =>
    object(...all.map((one): Member => [one.key, make(one)]));
  const document = {
    asyncapi: "3.0.0",
    info: {
      title: texts.join(" "),
      version: `1 ${texts.join(" ")}`,
      description: texts.join(" "),
      "x-text": texts,
    },
    defaultContentType: "application/json",
    servers: each(({ text }) => ({
      host: "example.com",
      protocol: "wss",
      title: text,
      description: text,
    })),
    channels: each(({ text, address, parameter, value, key, i }) => ({
      address: `${address}${i}/{${parameter}}`,
      title: text,
      summary: text,
      description: text,
      parameters: object([
        parameter,
        {
          description: text,
          enum: [value, "x"],
          default: value,
          examples: [value],
        },
      ]),
      messages: object(
        [key, { $ref: `#/components/messages/${pointer(key)}` }],
        [`${key}2`, { payload: { type: "string", const: text } }],
      ),
      tags: [{ name: text, description: text }],
    })),
    operations: each(({ text, key }) => ({
      action: "send",
      channel: { $ref: `#/channels/${pointer(key)}` },
      title: text,
      summary: text,
      description: text,
    })),
    components: {
      messages: each(({ text, name, key }) => ({
        name,
        title: text,
        summary: text,
        description: text,
        headers: {
          type: "object",
          properties: object([key, { type: "string", description: text }]),
        },
        payload: { $ref: `#/components/schemas/${pointer(key)}` },
        examples: [{ name: text, summary: text, payload: { id: text } }],
      })),
      schemas: each(schemaWith),
    },
  };
  return JSON.stringify(document);
}

/** A key as a `$ref` has it. */
function pointer(key: string): string {
  return encodeURIComponent(key.replaceAll("~", "~0").replaceAll("/", "~1"));
}
