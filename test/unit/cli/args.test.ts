import { describe, expect, test } from "vitest";
import { parseArguments } from "../../../src/cli/args.js";
import { CliError } from "../../../src/cli/exit-code.js";

async function refusal(
  words: readonly string[],
  env: Record<string, string> = {},
): Promise<string> {
  try {
    await parseArguments(words, env);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return `${error.exitCode} ${error.message} | ${error.hint}`;
  }
  throw new Error("was not refused");
}

test("nothing is given: every question is open", async () => {
  expect(await parseArguments([], {})).toEqual({
    name: "create",
    options: {
      strict: false,
      allowRemoteRefs: false,
      yes: false,
      install: true,
      git: true,
      dryRun: false,
      json: false,
    },
  });
});

test("every flag of create", async () => {
  const line =
    "123 --schema 1.10 --example chat --transport websocket,sse --framework fastify --engine sqlite --out src/rt --package-manager pnpm --perspective client --root docs --strict --allow-remote-refs --yes --no-install --no-git --dry-run --json";
  expect(await parseArguments(line.split(" "), {})).toEqual({
    name: "create",
    options: {
      dir: "123",
      schema: "1.10",
      example: "chat",
      transport: ["websocket", "sse"],
      framework: "fastify",
      engine: "sqlite",
      out: "src/rt",
      packageManager: "pnpm",
      perspective: "client",
      root: "docs",
      strict: true,
      allowRemoteRefs: true,
      yes: true,
      install: false,
      git: false,
      dryRun: true,
      json: true,
    },
  });
});

test("generate and validate", async () => {
  expect(await parseArguments(["generate", "--check", "--json"], {})).toEqual({
    name: "generate",
    options: {
      check: true,
      dryRun: false,
      diff: false,
      force: false,
      strict: false,
      allowRemoteRefs: false,
      json: true,
    },
  });
  expect(await parseArguments(["validate", "a.yaml"], {})).toEqual({
    name: "validate",
    options: {
      schema: "a.yaml",
      strict: false,
      allowRemoteRefs: false,
      json: false,
    },
  });
  expect(
    await parseArguments(["validate", "--strict", "--allow-remote-refs"], {}),
  ).toMatchObject({ options: { strict: true, allowRemoteRefs: true } });
});

describe("what is wrong ends with exit code 2 and what was meant", () => {
  test.each([
    [["app", "--transprt", "sse"], "did you mean --transport?"],
    [["app", "--no-instal"], "did you mean --no-install?"],
    [["app", "--no-yes"], "unknown option --no-yes"],
    [["app", "-x"], "unknown option -x"],
    [["generate", "--chekc"], "did you mean --check?"],
    [["generate", "--strcit"], "did you mean --strict?"],
    [["generate", "now"], 'unexpected argument "now"'],
    [["validate", "a.yaml", "b.yaml"], 'unexpected argument "b.yaml"'],
    [["generate", "--transport", "sse"], "unknown option --transport"],
    [["app", "--framework", "hno"], 'did you mean "hono"?'],
    [["app", "--engine", "redis"], "comes with a later version"],
    [["app", "--transport", "sse,mqtt"], "comes with a later version"],
    [["app", "--transport", "sse,websocet"], 'did you mean "websocket"?'],
    [["app", "--example", "constructor"], "choices: shop, chat, llm-stream"],
    [["app", "--schema", "a", "--schema", "b"], "--schema is given twice"],
    [["app", "--schema"], "Not enough arguments following: schema"],
    [["app", "extra"], 'unexpected argument "extra"'],
    [["generat"], 'did you mean "generate"?'],
    [["doctor"], 'this version has no command "doctor"'],
  ])("%j", async (words, expected) => {
    const told = await refusal(words);
    expect(told).toMatch(/^2 /);
    expect(told).toContain(expected);
  });
});

test("a folder that only looks like a command can be named with its path", async () => {
  expect(await parseArguments(["./generat"], {})).toMatchObject({
    options: { dir: "./generat" },
  });
});

describe("flags that npm took for itself", () => {
  const init = { npm_command: "init" };

  test("a value that survived is used", async () => {
    const env = {
      ...init,
      npm_config_framework: "hono",
      npm_config_install: "",
      npm_config_git: "false",
      npm_config_dry_run: "true",
      npm_config_yes: "true",
    };
    expect(await parseArguments(["app"], env)).toMatchObject({
      options: {
        dir: "app",
        framework: "hono",
        install: false,
        git: false,
        dryRun: true,
        yes: false,
      },
    });
  });

  test("a wreck is answered with the right command", async () => {
    expect(
      await refusal(["app", "sse", "hono"], {
        ...init,
        npm_config_transport: "true",
        npm_config_framework: "true",
        npm_config_schema: "x.yaml",
      }),
    ).toContain(
      "npm create realtime app -- --transport sse --framework hono --schema=x.yaml",
    );
  });

  test("npm run generate --check does not generate", async () => {
    const env = { npm_command: "run-script", npm_config_check: "true" };
    expect(await parseArguments(["generate"], env)).toMatchObject({
      options: { check: true },
    });
  });

  test("outside of npm the variables mean nothing", async () => {
    expect(
      await parseArguments(["app"], { npm_config_transport: "true" }),
    ).toMatchObject({ options: { dir: "app" } });
  });
});

test("help and completion print", async () => {
  const help = await parseArguments(["--help"], {});
  expect(help).toMatchObject({ name: "print" });
  expect(help.name === "print" && help.text).toContain("--framework");
  expect(help.name === "print" && help.text).not.toMatch(
    /breaking|doctor|watch/,
  );
  const script = await parseArguments(["completion"], {});
  expect(script.name === "print" && script.text).toContain("create-realtime");
  const flags = await parseArguments(
    ["--get-yargs-completions", "create-realtime", "generate", "--c"],
    {},
  );
  expect(flags.name === "print" && flags.text).toContain("--check");
});
