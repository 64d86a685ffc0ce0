/**
 * What may stand where; `x-` keys may stand anywhere. `key@4` came with the
 * fourth minor version; `key@-1` went with the major one and is read all the
 * same, for documents that were moved by hand keep such keys.
 */
export type Part =
  | "root"
  | "info"
  | "server"
  | "serverVariable"
  | "channel"
  | "parameter"
  | "operation"
  | "operationTrait"
  | "message"
  | "messageTrait"
  | "correlationId"
  | "reply"
  | "replyAddress"
  | "securityScheme"
  | "components";

const SECURITY_SCHEME =
  "type description name in scheme bearerFormat flows openIdConnectUrl";
const CORRELATION_ID = "description location";
const SERVER_VARIABLE = "enum default description examples";

const v2: Readonly<Record<Part, string>> = {
  root: "asyncapi id info servers defaultContentType channels components tags externalDocs",
  info: "title version description termsOfService contact license",
  server:
    "url description protocol protocolVersion variables security bindings tags@5",
  serverVariable: SERVER_VARIABLE,
  channel:
    "$ref description subscribe publish parameters bindings deprecated servers@2",
  parameter: "description schema location",
  operation:
    "operationId summary description tags externalDocs bindings traits message security@4",
  operationTrait:
    "operationId summary description tags externalDocs bindings security@4",
  message:
    "oneOf headers payload correlationId schemaFormat contentType name title summary description tags externalDocs deprecated bindings examples traits messageId@4",
  messageTrait:
    "headers correlationId schemaFormat contentType name title summary description tags externalDocs deprecated bindings examples messageId@4",
  correlationId: CORRELATION_ID,
  reply: "",
  replyAddress: "",
  securityScheme: SECURITY_SCHEME,
  components:
    "schemas messages securitySchemes parameters correlationIds operationTraits messageTraits serverBindings channelBindings operationBindings messageBindings servers@3 channels@3 serverVariables@4",
};

const v3: Readonly<Record<Part, string>> = {
  root: "asyncapi id info servers defaultContentType channels operations components",
  info: "title version description termsOfService contact license tags externalDocs",
  server:
    "host pathname protocol protocolVersion title summary description variables security tags externalDocs bindings url@-1",
  serverVariable: SERVER_VARIABLE,
  channel:
    "address messages title summary description servers parameters tags externalDocs bindings",
  parameter: "enum default description examples location schema@-1",
  operation:
    "action channel title summary description security tags externalDocs bindings traits messages reply",
  operationTrait:
    "title summary description security tags externalDocs bindings",
  message:
    "headers payload correlationId contentType name title summary description tags externalDocs deprecated bindings examples traits schemaFormat@-1",
  messageTrait:
    "headers correlationId contentType name title summary description tags externalDocs deprecated bindings examples schemaFormat@-1",
  correlationId: CORRELATION_ID,
  reply: "address channel messages",
  replyAddress: "location description",
  securityScheme: `${SECURITY_SCHEME} scopes`,
  components:
    "schemas servers channels operations messages securitySchemes serverVariables parameters correlationIds replies replyAddresses externalDocs tags operationTraits messageTraits serverBindings channelBindings operationBindings messageBindings",
};

/** The keys of a part, each with the minor version that it came with. */
export type Keys = ReadonlyMap<string, number>;

const parsed = new Map<string, Keys>();

export function keysOf(part: Part, major: 2 | 3): Keys {
  const text = { 2: v2, 3: v3 }[major][part];
  let keys = parsed.get(text);
  if (!keys) {
    keys = new Map(
      text.split(" ").map((entry) => {
        const [key = "", since = "0"] = entry.split("@");
        return [key, Number(since)];
      }),
    );
    parsed.set(text, keys);
  }
  return keys;
}
