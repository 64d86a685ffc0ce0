/** Every problem that the compiler can name; rooms keep their own lists. */
import type { Text } from "./message.js";
import { asyncapiMessages } from "./messages/asyncapi.js";
import { avroMessages } from "./messages/avro.js";
import { contractMessages } from "./messages/contract.js";
import { convertMessages } from "./messages/convert.js";
import { documentMessages } from "./messages/documents.js";
import { evolutionMessages } from "./messages/evolution.js";
import { jsonschemaMessages } from "./messages/jsonschema.js";
import { nativeMessages } from "./messages/native.js";
import { openapiMessages } from "./messages/openapi.js";
import { projectMessages } from "./messages/project.js";
import { remoteMessages } from "./messages/remote.js";
import { schemaMessages } from "./messages/schema.js";
import { transportMessages } from "./messages/transports.js";

export const catalogue = {
  ...documentMessages,
  ...remoteMessages,
  ...schemaMessages,
  ...avroMessages,
  ...nativeMessages,
  ...asyncapiMessages,
  ...openapiMessages,
  ...jsonschemaMessages,
  ...contractMessages,
  ...transportMessages,
  ...convertMessages,
  ...evolutionMessages,
  ...projectMessages,
};

export type DiagnosticId = keyof typeof catalogue;

type Holes<T> = T extends Text<infer Params> ? Params : never;

type HintHoles<T> = T extends { readonly hint: infer Hint }
  ? Holes<Hint>
  : never;

/** The values that a message needs, checked by the compiler at each report. */
export type DiagnosticParams<Id extends DiagnosticId> = Readonly<
  Record<
    Holes<(typeof catalogue)[Id]["text"]> | HintHoles<(typeof catalogue)[Id]>,
    string | number
  >
>;
