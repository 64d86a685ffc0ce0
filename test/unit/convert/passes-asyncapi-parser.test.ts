/** What is written as AsyncAPI is that by the official parser, too. It is slow to load: one file. */
import { Parser } from "@asyncapi/parser";
import { describe, expect, test } from "vitest";
import type { Contract } from "../../../src/contract/model.js";
import { textOf } from "../../../src/convert/convert.js";
import { readContract } from "../../../src/frontends/read-contract.js";
import { createNodeReadHost } from "../../../src/host/node-read-host.js";
import {
  contractFixtures,
  readFixture,
} from "../../support/contract-fixtures.js";
import { corpus, documentsIn } from "../../support/corpus.js";

const parser = new Parser();

async function problemsOf(contract: Contract): Promise<string[]> {
  // Keys of these names take the parser down, in whatever document.
  const text = textOf(contract, "asyncapi", "yaml")
    .replaceAll("hasOwnProperty", "hasProperty")
    .replaceAll("__proto__", "proto");
  const { diagnostics } = await parser.parse(text);
  return diagnostics
    .filter(({ severity }) => severity === 0)
    .map(({ code, message, path }) => `${code} ${path.join("/")}: ${message}`);
}

describe("fixtures", () => {
  test.each(contractFixtures)("%s", async (name) => {
    const { contract } = await readFixture(name);
    expect(await problemsOf(contract!)).toEqual([]);
  });
});

/** Half a minute each, and like the others of their kind. */
const SLOW = /github-webhooks/;

const documents = (corpus ? documentsIn(corpus) : []).filter(
  (name) => !SLOW.test(name),
);

describe.skipIf(!corpus)("the corpus", () => {
  test.each(documents)("%s", async (name) => {
    const host = createNodeReadHost(corpus!);
    const { contract } = await readContract({ entry: name, host, root: "." });
    // What cannot be read is told of elsewhere.
    expect(contract ? await problemsOf(contract) : []).toEqual([]);
  });
});
