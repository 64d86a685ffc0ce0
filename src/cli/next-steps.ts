/** What a person does after a scaffold. */
import { join } from "node:path";
import type { GitOutcome } from "../apply/commands.js";
import { demoClients, type DemoClient } from "../project/clients.js";
import { generatedNeeds } from "../project/dependencies.js";
import { asTested } from "../project/own-package.js";
import { addCommand, scriptRunner } from "../project/package-manager.js";
import type { Answers } from "./answers.js";
import type { FoundFramework } from "./found-framework.js";
import type { Io } from "./io.js";
import { painter } from "./report.js";

export interface Outcome {
  readonly answers: Answers;
  readonly mode: "new" | "add";
  /** Where the generated code is. */
  readonly out: string;
  readonly installed: boolean;
  readonly git: GitOutcome | "skipped";
  /** What the project that was there has. */
  readonly found?: FoundFramework | undefined;
}

export function nextSteps(outcome: Outcome, io: Io): string {
  const paint = painter(io.stdout, io.env);
  const lines =
    outcome.mode === "new" ? newProject(outcome) : inProject(outcome);
  const steps = lines.map((line) => `  ${paint("cyan", line)}\n`).join("");
  const title = outcome.mode === "new" ? "Next" : "What is left to do";
  return `\n${paint("bold", title)}\n${steps}`;
}

function newProject({ answers, installed }: Outcome): string[] {
  const { dir, packageManager, transports } = answers;
  const run = scriptRunner(packageManager);
  const clients = demoClients(transports).map(({ script, transport }, i) => {
    const what = i === 0 ? "in a second terminal: a typed client" : "the same";
    const how = transports.length > 1 ? ` over ${transport}` : "";
    return [`${run} ${script}`, what + how] as const;
  });
  const commands = [
    [`${run} dev`, "the server, with sample events"] as const,
    ...clients,
  ];
  const width = Math.max(...commands.map(([command]) => command.length));
  return [
    ...(dir === "." ? [] : [`cd ${/\s/.test(dir) ? `"${dir}"` : dir}`]),
    ...(installed ? [] : [`${packageManager} install`]),
    ...commands.map(([line, what]) => `${line.padEnd(width)}  # ${what}`),
  ];
}

/** Your server and scripts are left alone: these lines are yours to place. */
function inProject({ answers, out, found }: Outcome): string[] {
  const { framework, packageManager, transports } = answers;
  const attaches = transports.includes("websocket");
  const server =
    framework === "hono" && !attaches ? "server.js" : "server.node.js";
  const from = `./${join(out)
    .replaceAll("\\", "/")
    .replace(/^src\//, "")}`;
  const which =
    found?.id === framework ? ` (${found.id} ${found.version})` : "";
  return [
    ...installs(answers),
    `# package.json: "generate": "create-realtime generate"`,
    `# .gitignore: .realtime/`,
    ...(packageManager === "pnpm" && answers.engine === "sqlite"
      ? [`# pnpm-workspace.yaml, allowBuilds: "@photostructure/sqlite": false`]
      : []),
    `# your server${which}:`,
    `import { createRealtime } from "${from}/${server}";`,
    `import { handlers } from "./handlers/index.js";`,
    `import { options } from "./realtime.setup.js";`,
    `const realtime = createRealtime({ ...options, handlers });`,
    ...mountOf(framework),
    ...(attaches ? [attachOf(framework)] : []),
    ...demoClients(transports).flatMap((client) => clientOf(client, from)),
  ];
}

function installs({ packageManager, ...choices }: Answers): string[] {
  const add = addCommand(packageManager);
  const { run, types } = generatedNeeds(choices);
  return [
    ...(run.length > 0 ? [`${add} ${asTested(run)}`] : []),
    [`${add} -D create-realtime`, asTested(types)].join(" ").trimEnd(),
  ];
}

function mountOf(framework: Answers["framework"]): string[] {
  switch (framework) {
    case "node":
      return [
        `createServer(realtime.requestListener); // or call it for paths below /realtime`,
      ];
    case "express":
      // Express 4 and 5 differ in paths, so there is none.
      return [`app.use(realtime.requestListener); // before body parsers`];
    case "fastify":
      return [
        `app.addHook("onRequest", (request, reply, next) =>`,
        `  realtime.requestListener(request.raw, reply.raw, () => next()));`,
      ];
    case "hono":
      return [
        `app.all("/realtime/*", (context) => realtime.fetch(context.req.raw));`,
      ];
    default:
      return framework satisfies never;
  }
}

/** For WebSocket: the node:http server, as the framework gives it. */
function attachOf(framework: Answers["framework"]): string {
  switch (framework) {
    case "node":
      return `realtime.attach(server); // what createServer gave`;
    case "express":
      return `realtime.attach(server); // what app.listen gave`;
    case "fastify":
      return `realtime.attach(app.server);`;
    case "hono":
      return `realtime.attach(server); // what serve gave`;
    default:
      return framework satisfies never;
  }
}

function clientOf({ title, module, create }: DemoClient, from: string) {
  const file = module.replace("./realtime", from);
  return [
    `# a client over ${title}:`,
    `import { ${create} } from "${file}";`,
    `const client = ${create}({ url: "http://localhost:3000/realtime", token });`,
  ];
}
