import { expect, test } from "vitest";
import { parseArguments } from "../../../src/cli/args.js";
import { generateFlags } from "../../../src/cli/flags.js";
import { plainGenerate } from "../../../src/cli/plain-generate.js";

const flags = Object.keys(generateFlags).map((name) => `--${name}`);

test("reads every set of flags as yargs does", async () => {
  for (let set = 0; set < 2 ** flags.length; set++) {
    const words = ["generate", ...flags.filter((_, i) => set & (1 << i))];
    const command = await parseArguments(words, {});
    expect(plainGenerate(words), words.join(" ")).toEqual(
      command.name === "generate" && command.options,
    );
  }
});

test.each([
  [],
  ["create"],
  ["generate", "--help"],
  ["generate", "--chek"],
  ["generate", "--check=true"],
  ["generate", "--constructor"],
  ["generate", "-h"],
  ["generate", "extra"],
  ["--check", "generate"],
])("leaves the rest to yargs: %j", (...words) => {
  expect(plainGenerate(words)).toBeUndefined();
});
