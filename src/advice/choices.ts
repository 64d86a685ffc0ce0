/** What a user can choose from in this version; imports nothing, loads at once. */

/** All techniques, in the order in which they are told of. */
export const techniques = [
  "sse",
  "websocket",
  "grpc",
  "polling",
  "long-polling",
  "webhook",
  "mqtt",
  "amqp",
] as const;

export const transports = [
  "sse",
  "websocket",
  "polling",
  "long-polling",
] as const satisfies readonly Technique[];
export const frameworks = ["node", "express", "fastify", "hono"] as const;
export const engines = ["memory", "sqlite"] as const;
export const examples = ["shop", "chat", "llm-stream", "devices"] as const;
export const packageManagers = ["npm", "pnpm", "yarn", "bun"] as const;
export const perspectives = ["server", "client"] as const;
export const sides = ["server", "client", "both"] as const;
export const convertTargets = ["native", "asyncapi", "jsonschema"] as const;
export const convertFormats = ["yaml", "json"] as const;

export type Technique = (typeof techniques)[number];
export type TransportId = (typeof transports)[number];
export type FrameworkId = (typeof frameworks)[number];
export type EngineId = (typeof engines)[number];
export type ExampleId = (typeof examples)[number];
export type PackageManager = (typeof packageManagers)[number];
export type Perspective = (typeof perspectives)[number];
export type Side = (typeof sides)[number];
export type ConvertTarget = (typeof convertTargets)[number];
export type ConvertFormat = (typeof convertFormats)[number];

/** Known to us, but not to this version. */
export const laterValues: Readonly<Record<string, readonly string[]>> = {
  transport: techniques.filter(
    (id) => !(transports as readonly string[]).includes(id),
  ),
  engine: ["redis", "jetstream"],
  to: ["proto"],
};
