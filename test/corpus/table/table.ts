/** The proof over every document of a corpus, as rows. */
import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { messagesOf } from "../../../src/contract/walk.js";
import {
  compileDocument,
  documentsIn,
  type CompiledDocument,
  type CorpusOutput,
} from "../../support/corpus.js";
import { SecondOpinion } from "../../support/second-opinion.js";
import { prove } from "./prove.js";
import type { Results, Row } from "./row.js";

/** What was proved of outputs, by their hash: the same output need not be proved twice. */
export type Proved = Map<string, Results>;

export async function tableOf(
  root: string,
  proved: Proved = new Map(),
): Promise<Row[]> {
  const documents: CompiledDocument[] = [];
  for (const path of documentsIn(root))
    documents.push(await compileDocument(root, path));

  const outputs = new Map<string, CorpusOutput>();
  for (const { output } of documents) {
    const hash = output && hashOf(output);
    if (hash !== undefined && !proved.has(hash)) outputs.set(hash, output!);
  }
  const opinion = new SecondOpinion(root);
  for (const [hash, results] of await prove(outputs, opinion))
    proved.set(hash, results);
  return documents.map((document) => rowOf(root, document, proved));
}

function rowOf(
  root: string,
  { path, diagnostics, perspective, output }: CompiledDocument,
  proved: Proved,
): Row {
  const language = languageOf(readFileSync(join(root, path), "utf8"));
  const results = output && proved.get(hashOf(output));
  if (!results) {
    const [first, ...more] = diagnostics.filter(
      ({ severity }) => severity === "error",
    );
    const { code = "", message = "no diagnostic" } = first ?? {};
    const reason = { code, message, more: more.length };
    return { document: path, language, reason };
  }
  const { channels } = output.contract;
  return {
    document: path,
    language,
    perspective,
    channels: channels.length,
    messages: channels.flatMap(messagesOf).length,
    warnings: diagnostics.filter(({ severity }) => severity === "warning")
      .length,
    results,
  };
}

/** By what stands in the document, as its first words say. */
function languageOf(text: string): string {
  const found =
    /^\s*"?(asyncapi|openapi)"?:\s*["']?([\d.]+)/m.exec(text) ??
    /"(\$schema)":\s*"[^"]*?(draft-0\d|2019-09|2020-12)/.exec(text) ??
    /^(syntax)\s*=\s*"proto(\d)"/m.exec(text);
  const [, key = "", version = ""] = found ?? [];
  const names: Readonly<Record<string, string>> = {
    asyncapi: "AsyncAPI",
    openapi: "OpenAPI",
    $schema: "JSON Schema",
    syntax: "proto",
  };
  return `${names[key] ?? ""} ${version}`.trim();
}

function hashOf({ files }: CorpusOutput): string {
  const hash = createHash("sha256");
  for (const { path, content } of files) hash.update(`${path}\0${content}\0`);
  return hash.digest("hex").slice(0, 16);
}
