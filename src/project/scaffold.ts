/** The files that a new project begins with: written once, then the user's. */
import { readFileSync, readdirSync } from "node:fs";
import { posix } from "node:path";
import { fileURLToPath } from "node:url";
import type { Contract } from "../contract/model.js";
import { withEnding } from "../output/runtime-modules.js";
import type { GeneratedFile } from "../plan/generated-file.js";
import { templateFile } from "../render/package-files.js";
import { template } from "../render/render.js";
import type { ExampleId, FrameworkId } from "../advice/choices.js";
import { CONFIG_FILE, printConfig, type ProjectConfig } from "./config.js";
import { formatted } from "./format.js";
import { importEnding } from "./import-ending.js";
import { packageJson } from "./package-json.js";
import {
  authenticatorView,
  clientView,
  devView,
  handlersViews,
  readmeView,
  setupView,
  testView,
  type AuthenticatorView,
  type ClientView,
  type DevView,
  type HandlersView,
  type ReadmeView,
  type SetupView,
  type TestView,
} from "./views.js";

export interface ScaffoldRequest {
  /** The project's, absolute, with `/`. */
  readonly folder: string;
  readonly name: string;
  readonly contract: Contract;
  readonly config: ProjectConfig;
  readonly framework: FrameworkId;
  /** How scripts are run, such as `npm run`. */
  readonly run: string;
  /** Its files stand in for the general ones. */
  readonly example?: ExampleId;
  /** `add`: there is a project, with a server and settings of its own. */
  readonly mode: "new" | "add";
}

const projectTemplate = <View>(name: string) =>
  template<View>(`project/${name}.hbs`);

const templates = {
  gitignore: projectTemplate<object>("gitignore"),
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
    node: projectTemplate<object>("server.node.ts"),
    express: projectTemplate<object>("server.express.ts"),
    hono: projectTemplate<object>("server.hono.ts"),
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
  const { contract, config, folder, example, mode } = request;
  const out = config.outputs[0]!.dir;
  // A new project has the settings that come with it.
  const { ending } =
    mode === "new"
      ? { ending: ".js" as const }
      : importEnding(folder, posix.join(folder, out));
  const files = new Map<string, string>();
  const put = (path: string, content: string): void => {
    const text = relocated(path, content, out);
    files.set(path, path.endsWith(".ts") ? withEnding(text, ending) : text);
  };

  const handlers = handlersViews(contract);
  put(CONFIG_FILE, printConfig(config));
  put("src/realtime.setup.ts", templates.setup(setupView(contract)));
  put(
    "src/development-authenticator.ts",
    templates.authenticator(authenticatorView(contract)),
  );
  put("src/handlers/index.ts", templates.handlersIndex({ handlers }));
  for (const view of handlers) {
    put(`src/handlers/${view.file}.ts`, templates.handlers(view));
  }
  if (handlers.length > 0 && example === undefined) {
    put("src/handlers/not-implemented.ts", templates.notImplemented({}));
  }
  if (mode === "new") putProject(request, put);
  if (example !== undefined) {
    for (const [path, content] of exampleFiles(example)) {
      const isProject = /^(?:src\/dev|src\/client|test\/)/.test(path);
      if (mode === "new" || !isProject) put(path, content);
    }
  }
  const list = [...files].map(([path, content]) => ({ path, content }));
  return formatted(list, folder);
}

function putProject(
  request: ScaffoldRequest,
  put: (path: string, content: string) => void,
): void {
  const { contract, config, framework, run, name, folder } = request;
  const out = config.outputs[0]!.dir;
  put("package.json", packageJson(name, framework, folder));
  put("tsconfig.json", templates.tsconfig({}));
  put("tsconfig.build.json", templates.tsconfigBuild({}));
  put(".gitignore", templates.gitignore({}));
  put(".gitattributes", templates.gitattributes({ out }));
  put(".prettierignore", templates.prettierignore({ out }));
  put("src/server.ts", templates.server[framework]({}));
  put("src/client.ts", templates.client(clientView(contract)));
  put("src/dev.ts", templates.dev(devView(contract)));
  put("test/handlers.test.ts", templates.test(testView(contract)));
  const names = { schema: config.schema, out, run };
  put("README.md", templates.readme(readmeView(contract, names)));
}

/** An example's files by path; its schema is one of them. */
export function exampleFiles(example: ExampleId): Map<string, string> {
  const root = templateFile(`project/examples/${example}/`);
  const names = readdirSync(root, { recursive: true, withFileTypes: true });
  const files = names
    .filter((entry) => entry.isFile())
    .map((entry) => {
      const folder = posix.relative(
        fileURLToPath(root).replaceAll("\\", "/").replace(/\/$/, ""),
        entry.parentPath.replaceAll("\\", "/"),
      );
      return posix.join(folder, entry.name);
    });
  return new Map(
    files
      .sort()
      .map((path) => [path, readFileSync(new URL(path, root), "utf8")]),
  );
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
