/** Schema languages that are no contract by themselves, known so that nobody wonders. */
import { isList } from "../documents/fields.js";
import { isObject, type Json } from "../source/json.js";

export interface Foreign {
  readonly format: string;
  /** What to do instead. */
  readonly hint: string;
}

const AVRO: Foreign = {
  format: "Avro as a contract",
  hint: "refer to it from an AsyncAPI message, payload: { schemaFormat: 'application/vnd.apache.avro;version=1.9.0', schema: { $ref: './<this file>' } }",
};

const PROTOBUF: Foreign = {
  format: "Protocol Buffers",
  hint: 'write the messages as JSON Schema, in the native format ("realtime: 1") or in AsyncAPI 3',
};

/** `undefined`: it is none that we know. */
export function foreignValue(value: Json): Foreign | undefined {
  const schema = isList(value) ? (value[0] ?? null) : value;
  if (!isObject(schema)) return undefined;
  const { type, protocol, namespace, name } = schema;
  const isNamed = typeof name === "string" || typeof namespace === "string";
  const isType =
    isNamed && (type === "record" || type === "enum" || type === "fixed");
  const isProtocol = typeof protocol === "string" && "types" in schema;
  return isType || isProtocol ? AVRO : undefined;
}

/** Of a text that is no document, or is one by accident. */
export function foreignText(text: string): Foreign | undefined {
  if (/^[ \t]*(syntax|edition)[ \t]*=[ \t]*["']\w+["'][ \t]*;/m.test(text)) {
    return PROTOBUF;
  }
  return /^[ \t]*(protocol|record)[ \t]+\w+[ \t]*\{/m.test(text)
    ? AVRO
    : undefined;
}
