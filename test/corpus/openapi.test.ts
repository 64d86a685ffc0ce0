/** OpenAPI documents of other people: their webhooks, and what each is told. */
import { describe, expect, test } from "vitest";
import type { Message } from "../../src/contract/model.js";
import { readContract } from "../../src/frontends/read-contract.js";
import { createNodeReadHost } from "../../src/host/node-read-host.js";
import { firstProblem } from "../../src/schema/accepts-value.js";
import { sharedPath } from "../support/shared.js";

const corpus = sharedPath("corpus", "openapi");

const EXPECTED = [
  {
    file: "adyen-acs-notification-v1.yaml",
    name: "Authentication webhooks",
    version: "1",
    messages: [
      "balancePlatform.authentication.created",
      "balancePlatform.authentication.relayed",
    ],
    // Codes such as 08 without quotes, which YAML reads as numbers.
    told: ["openapi-security", "schema-value-of-no-type", "example-invalid"],
    fitting: 1,
    examples: 4,
  },
  {
    file: "adyen-transaction-notification-v4.yaml",
    name: "Transaction webhooks",
    version: "4",
    messages: ["balancePlatform.transaction.created"],
    told: ["openapi-security"],
    fitting: 3,
    examples: 3,
  },
] as const;

describe.skipIf(!corpus)("OpenAPI documents of the corpus", () => {
  test.each(EXPECTED)("$file", async ({ file, ...expected }) => {
    const host = createNodeReadHost(corpus!);
    const { contract, diagnostics } = await readContract({ entry: file, host });
    const [channel] = contract!.channels;
    const messages = channel!.serverToClient;
    const examplesOf = ({ payload, examples }: Message) =>
      examples.map(({ value }) =>
        firstProblem(value, payload, contract!.definitions),
      );
    const problems = messages.flatMap(examplesOf);
    expect({
      name: contract!.name,
      version: contract!.version,
      messages: messages.map(({ name }) => name),
      told: [...new Set(diagnostics.map(({ id }) => id))],
      examples: problems.length,
      fitting: problems.filter((problem) => problem === undefined).length,
    }).toEqual(expected);
  });
});
