/** What may stand where in AsyncAPI 3.0 and 3.1; `x-` keys may stand anywhere. */
export const keys = {
  root: "asyncapi id info servers defaultContentType channels operations components",
  info: "title version description termsOfService contact license tags externalDocs",
  channel:
    "address messages title summary description servers parameters tags externalDocs bindings",
  parameter: "enum default description examples location",
  operation:
    "action channel title summary description security tags externalDocs bindings traits messages reply",
  operationTrait:
    "title summary description security tags externalDocs bindings",
  reply: "address channel messages",
  message:
    "headers payload correlationId contentType name title summary description tags externalDocs bindings examples traits",
  messageTrait:
    "headers correlationId contentType name title summary description tags externalDocs bindings examples",
  components:
    "schemas servers channels operations messages securitySchemes serverVariables parameters correlationIds replies replyAddresses externalDocs tags operationTraits messageTraits serverBindings channelBindings operationBindings messageBindings",
} as const;

export type Part = keyof typeof keys;
