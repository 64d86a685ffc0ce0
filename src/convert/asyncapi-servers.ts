/** Where a contract is served, and how clients show who they are, in AsyncAPI 3.0. */
import type { Contract, SecurityScheme, Server } from "../contract/model.js";
import type { Json, JsonObject } from "../source/json.js";
import { fromEntries, objectOf, unlessEmpty } from "./members.js";
import { pointerPart } from "./schemas.js";

export function serversOf({ servers = [] }: Contract): JsonObject | undefined {
  return unlessEmpty(
    fromEntries(servers.map((server) => [server.name, serverOf(server)])),
  );
}

function serverOf(server: Server): JsonObject {
  const { url, protocol, description, variables, security, bindings } = server;
  // Another scheme than the protocol's stays with the host.
  const scheme = `${protocol}://`;
  const rest = url.startsWith(scheme) ? url.slice(scheme.length) : url;
  const [, host, pathname] =
    /^((?:[^/]*:\/\/)?[^/]*)(\/.*)?$/s.exec(rest) ?? [];
  return objectOf({
    host,
    pathname,
    protocol,
    description,
    variables: unlessEmpty(
      fromEntries(
        variables.map((variable) => [
          variable.name,
          objectOf({
            description: variable.description,
            default: variable.default,
            enum: unlessEmpty(variable.enum),
          }),
        ]),
      ),
    ),
    security: unlessEmpty(
      security.map((name) =>
        objectOf({
          $ref: `#/components/securitySchemes/${pointerPart(name)}`,
        }),
      ),
    ),
    bindings: unlessEmpty(
      fromEntries(
        Object.entries(bindings).map(([id, binding]) => [
          // AsyncAPI's own name for it.
          id === "websocket" ? "ws" : id,
          binding,
        ]),
      ),
    ),
  });
}

export function securitySchemesOf({
  securitySchemes = [],
}: Contract): JsonObject | undefined {
  return unlessEmpty(
    fromEntries(
      securitySchemes.map((scheme) => [
        scheme.name,
        objectOf({ ...kindOf(scheme), description: scheme.description }),
      ]),
    ),
  );
}

function kindOf(scheme: SecurityScheme): Record<string, Json | undefined> {
  switch (scheme.kind) {
    case "bearer":
      return scheme.issuer === "oauth2"
        ? { type: "oauth2", flows: objectOf({}) }
        : { type: "http", scheme: "bearer", bearerFormat: scheme.format };
    case "basic":
      return { type: "http", scheme: "basic" };
    case "userPassword":
      return { type: "userPassword" };
    case "apiKey":
      return { type: "httpApiKey", in: scheme.in, name: scheme.key };
    default:
      return scheme satisfies never;
  }
}
