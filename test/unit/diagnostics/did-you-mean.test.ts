import { expect, test } from "vitest";
import { closest } from "../../../src/diagnostics/did-you-mean.js";

const keys = [
  "serverToClient",
  "clientToServer",
  "parameters",
  "payload",
  "key",
];

test.each([
  ["servertoClient", "serverToClient"],
  ["server_to_client", "serverToClient"],
  ["server-to-clients", "serverToClient"],
  ["paylaod", "payload"],
  ["pyload", "payload"],
  ["params", undefined],
  ["parametres", "parameters"],
  ["kye", "key"],
  ["k", undefined],
  ["", undefined],
  ["something", undefined],
])("%j means %j", (word, meant) => {
  expect(closest(word, keys)).toBe(meant);
});
