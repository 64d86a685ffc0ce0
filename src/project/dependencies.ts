/** The packages that what was chosen imports, and no others. */
import type { EngineId, FrameworkId, TransportId } from "../advice/choices.js";

export interface Choices {
  readonly framework: FrameworkId;
  readonly transports: readonly TransportId[];
  readonly engine: EngineId;
}

interface Needs {
  readonly run: readonly string[];
  readonly types: readonly string[];
}

const NOTHING: Needs = { run: [], types: [] };

const byFramework: Readonly<Record<FrameworkId, Needs>> = {
  node: NOTHING,
  express: { run: ["express"], types: ["@types/express"] },
  fastify: { run: ["fastify"], types: [] },
  hono: { run: ["hono", "@hono/node-server"], types: [] },
};

const byTransport: Readonly<Record<TransportId, Needs>> = {
  sse: NOTHING,
  websocket: { run: ["ws"], types: ["@types/ws"] },
  polling: NOTHING,
  "long-polling": NOTHING,
};

const byEngine: Readonly<Record<EngineId, Needs>> = {
  memory: NOTHING,
  sqlite: { run: ["@photostructure/sqlite"], types: [] },
};

/** What the generated code imports, whoever serves it. */
export function generatedNeeds({
  transports,
  engine,
}: Pick<Choices, "transports" | "engine">): Needs {
  return union([
    ...transports.map((transport) => byTransport[transport]),
    byEngine[engine],
  ]);
}

/** What a whole project imports. */
export function projectNeeds(choices: Choices): Needs {
  return union([byFramework[choices.framework], generatedNeeds(choices)]);
}

function union(needs: readonly Needs[]): Needs {
  return {
    run: needs.flatMap(({ run }) => run),
    types: needs.flatMap(({ types }) => types),
  };
}
