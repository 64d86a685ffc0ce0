/** What a person does after a scaffold. */
import { join } from "node:path";
import type { GitOutcome } from "../apply/commands.js";
import type { Answers } from "./answers.js";
import type { Io } from "./io.js";
import { scriptRunner } from "./package-manager.js";
import { painter } from "./report.js";

export interface Outcome {
  readonly answers: Answers;
  readonly mode: "new" | "add";
  /** Where the generated code is. */
  readonly out: string;
  readonly installed: boolean;
  readonly git: GitOutcome | "skipped";
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
  const { dir, packageManager } = answers;
  const run = scriptRunner(packageManager);
  return [
    ...(dir === "." ? [] : [`cd ${/\s/.test(dir) ? `"${dir}"` : dir}`]),
    ...(installed ? [] : [`${packageManager} install`]),
    `${run} dev        # the server, with sample events`,
    `${run} client     # in a second terminal: a typed client`,
  ];
}

/** Your server and scripts are left alone: these lines are yours to place. */
function inProject({ answers, out }: Outcome): string[] {
  const { framework, packageManager } = answers;
  const add =
    packageManager === "npm" ? "npm install" : `${packageManager} add`;
  const server = framework === "hono" ? "server.js" : "server.node.js";
  const from = `./${join(out)
    .replaceAll("\\", "/")
    .replace(/^src\//, "")}`;
  return [
    `${add} -D create-realtime`,
    `# package.json: "generate": "create-realtime generate"`,
    `# .gitignore: .realtime/`,
    `# your server:`,
    `import { createRealtime } from "${from}/${server}";`,
    `import { handlers } from "./handlers/index.js";`,
    `import { options } from "./realtime.setup.js";`,
    `const realtime = createRealtime({ ...options, handlers });`,
    mountOf(framework),
  ];
}

function mountOf(framework: Answers["framework"]): string {
  switch (framework) {
    case "node":
      return `createServer(realtime.requestListener); // or call it for paths below /realtime`;
    case "express":
      return `app.all("/realtime/{*path}", realtime.requestListener); // before body parsers`;
    case "hono":
      return `app.all("/realtime/*", (context) => realtime.fetch(context.req.raw));`;
    default:
      return framework satisfies never;
  }
}
