/** The files that a new project begins with: written once, then the user's. */
import { posix } from "node:path";
import type { Contract } from "../contract/model.js";
import { withEnding } from "../output/runtime-modules.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { template } from "../render/render.js";
import type { Names } from "../typescript/names.js";
import type { ExampleId, PackageManager } from "../advice/choices.js";
import { demoClients } from "./clients.js";
import { CONFIG_FILE, printConfig, type ProjectConfig } from "./config.js";
import { projectNeeds, type Choices } from "./dependencies.js";
import { DATA_FOLDER } from "./engine-view.js";
import { readExample, type Example } from "./example.js";
import { formatted } from "./format.js";
import { handlersViews, type HandlersView } from "./handlers-view.js";
import { importEnding } from "./import-ending.js";
import { packageJson } from "./package-json.js";
import {
  addCommand,
  buildDecisions,
  flagSeparator,
  packageManagerFiles,
  scriptRunner,
} from "./package-manager.js";
import { readmeView, type ReadmeView } from "./readme-view.js";
import {
  authenticatorView,
  clientChannels,
  devView,
  serverView,
  setupView,
  testView,
  type AuthenticatorView,
  type ClientView,
  type DevView,
  type ServerView,
  type SetupView,
  type TestView,
} from "./views.js";

export interface ScaffoldRequest {
  /** The project's, absolute, with `/`. */
  readonly folder: string;
  readonly name: string;
  readonly contract: Contract;
  /** As the generated code has them. */
  readonly names: Names;
  readonly config: ProjectConfig;
  readonly choices: Choices;
  readonly packageManager: PackageManager;
  /** Its files stand in for the general ones. */
  readonly example?: ExampleId;
  /** `add`: there is a project, with a server and settings of its own. */
  readonly mode: "new" | "add";
}

/** Adds a file of this text, as the template or the example has it. */
type Put = (path: string, content: string) => void;

const projectTemplate = <View>(name: string) =>
  template<View>(`project/${name}.hbs`);

const templates = {
  gitignore: projectTemplate<{ more: readonly string[] }>("gitignore"),
  gitattributes: projectTemplate<{ out: string }>("gitattributes"),
  prettierignore: projectTemplate<{ out: string }>("prettierignore"),
  tsconfig: projectTemplate<object>("tsconfig.json"),
  tsconfigBuild: projectTemplate<object>("tsconfig.build.json"),
  handlers: projectTemplate<HandlersView>("handlers.ts"),
  handlersIndex: projectTemplate<{ handlers: readonly HandlersView[] }>(
    "handlers-index.ts",
  ),
  notImplemented: projectTemplate<object>("not-implemented.ts"),
  authenticator: projectTemplate<AuthenticatorView>(
    "development-authenticator.ts",
  ),
  setup: projectTemplate<SetupView>("realtime.setup.ts"),
  server: {
    node: projectTemplate<ServerView>("server.node.ts"),
    express: projectTemplate<ServerView>("server.express.ts"),
    fastify: projectTemplate<ServerView>("server.fastify.ts"),
    hono: projectTemplate<ServerView>("server.hono.ts"),
  },
  client: projectTemplate<ClientView>("client.ts"),
  dev: projectTemplate<DevView>("dev.ts"),
  test: projectTemplate<TestView>("handlers.test.ts"),
  readme: projectTemplate<ReadmeView>("README.md"),
};

/** In the style of the folder; paths are relative to it. */
export async function scaffoldFiles(
  request: ScaffoldRequest,
): Promise<GeneratedFile[]> {
  const { contract, config, folder, choices, mode } = request;
  const example = request.example && readExample(request.example);
  const out = config.outputs[0]!.dir;
  // A new project has the settings that come with it.
  const { ending } =
    mode === "new"
      ? { ending: ".js" as const }
      : importEnding(folder, posix.join(folder, out));
  const files = new Map<string, string>();
  const put: Put = (path, content) => {
    const text = relocated(path, content, out);
    files.set(path, path.endsWith(".ts") ? withEnding(text, ending) : text);
  };

  const handlers = handlersViews(contract, request.names);
  const setup = example?.template<SetupView>(SETUP_FILE) ?? templates.setup;
  put(CONFIG_FILE, printConfig(config));
  put(SETUP_FILE, setup(setupView(contract, choices.engine)));
  put(
    "src/development-authenticator.ts",
    templates.authenticator(authenticatorView(contract)),
  );
  // There from the first start on, and what comes into it stays out of git.
  if (choices.engine === "sqlite") {
    put(`${DATA_FOLDER}/.gitignore`, "*\n!.gitignore\n");
  }
  put("src/handlers/index.ts", templates.handlersIndex({ handlers }));
  for (const view of handlers) {
    put(`src/handlers/${view.file}.ts`, templates.handlers(view));
  }
  if (handlers.length > 0 && example === undefined) {
    put("src/handlers/not-implemented.ts", templates.notImplemented({}));
  }
  if (mode === "new") putProject(request, example, put);
  for (const [path, content] of example?.files ?? []) {
    const isProject = /^(?:src\/dev|test\/)/.test(path);
    if (mode === "new" || !isProject) put(path, content);
  }
  const list = [...files].map(([path, content]) => ({ path, content }));
  return formatted(list, folder);
}

const SETUP_FILE = "src/realtime.setup.ts";
const CLIENT_FILE = "src/client.ts";

function putProject(
  request: ScaffoldRequest,
  example: Example | undefined,
  put: Put,
): void {
  const { contract, config, choices, packageManager, folder } = request;
  const { framework, transports } = choices;
  const out = config.outputs[0]!.dir;
  put(
    "package.json",
    packageJson(request.name, choices, packageManager, folder),
  );
  const decisions = buildDecisions(projectNeeds(choices).run);
  for (const file of packageManagerFiles(packageManager, folder, decisions)) {
    put(file.path, file.content);
  }
  put("tsconfig.json", templates.tsconfig({}));
  put("tsconfig.build.json", templates.tsconfigBuild({}));
  const more = packageManager === "yarn" ? [".yarn/"] : [];
  put(".gitignore", templates.gitignore({ more }));
  put(".gitattributes", templates.gitattributes({ out }));
  put(".prettierignore", templates.prettierignore({ out }));
  put("src/server.ts", templates.server[framework](serverView(transports)));
  const client = example?.template<ClientView>(CLIENT_FILE) ?? templates.client;
  const channels = clientChannels(contract);
  for (const each of demoClients(transports)) {
    put(each.path, client({ client: each, channels }));
  }
  put("src/dev.ts", templates.dev(devView(contract)));
  put("test/handlers.test.ts", templates.test(testView(contract)));
  const run = scriptRunner(packageManager);
  const dash = flagSeparator(packageManager);
  const view = readmeView(contract, choices, {
    schema: config.schema,
    out,
    run,
    dash,
    add: addCommand(packageManager),
    about: example?.about({ run, dash }).trim() ?? "",
  });
  put("README.md", templates.readme(view));
}

/** Templates import from `src/realtime/`; the generated code may stand elsewhere. */
function relocated(path: string, content: string, out: string): string {
  if (out === "src/realtime" || !path.endsWith(".ts")) return content;
  const folder = posix.dirname(path);
  return content.replace(
    /(from ")(\.[^"]+)(")/g,
    (all, open, module, close) => {
      const target = posix.join(folder, module as string);
      if (!target.startsWith("src/realtime/")) return all as string;
      const moved = posix.join(out, target.slice("src/realtime/".length));
      const way = posix.relative(folder, moved);
      return `${open}${way.startsWith(".") ? way : `./${way}`}${close}`;
    },
  );
}
