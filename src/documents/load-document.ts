/** Reads one document of the set, and keeps what is wrong with it until asked. */
import { posix } from "node:path";
import { Diagnostics } from "../diagnostics/diagnostics.js";
import {
  MAX_BYTES,
  type ReadFailure,
  type ReadHost,
} from "../host/read-host.js";
import type { RemoteReader } from "../host/remote-reader.js";
import type { Origin, SourceFile } from "../source/source-file.js";
import { indexDocument, type DocumentIndex } from "./document-index.js";
import { readDocument, type Document } from "./read-document.js";
import type { RemoteProblem } from "./remote-problems.js";

export interface Loaded {
  readonly document: Document;
  readonly index: DocumentIndex;
}

/** A document that was looked for. Its problems are told where it is needed. */
export interface Entry {
  readonly loaded?: Loaded;
  readonly failure?: ReadFailure;
  /** Of a document that was to come from the network. */
  readonly remoteProblem?: RemoteProblem;
  /** It is a link out of the schema's folder, and was not read. */
  readonly leavesFolder?: boolean;
  readonly problems: Diagnostics;
}

export async function load(
  path: string,
  host: ReadHost,
  root?: string,
): Promise<Entry> {
  const problems = new Diagnostics();
  if (root !== undefined && leavesByLink(path, root, host)) {
    return { leavesFolder: true, problems };
  }
  const read = host.read(path);
  if (!read.ok) return { failure: read.reason, problems };
  return understand({ path, text: read.text }, problems);
}

/** @param url Absolute, without a fragment. */
export async function loadRemote(
  url: string,
  remote: RemoteReader,
): Promise<Entry> {
  const problems = new Diagnostics();
  const read = await remote.read(url);
  if (!read.ok) return { remoteProblem: read.failure, problems };
  if (MARKUP.test(read.text)) {
    return { remoteProblem: { kind: "markup" }, problems };
  }
  const entry = await understand({ path: read.url, text: read.text }, problems);
  return entry.loaded ? entry : { ...entry, remoteProblem: { kind: "syntax" } };
}

/** A schema never begins so, but the page of a site that shows one does. */
const MARKUP = /^\uFEFF?\s*</;

async function understand(
  file: SourceFile,
  problems: Diagnostics,
): Promise<Entry> {
  const { path } = file;
  const document = await readDocument(file, problems);
  if (document?.value === null) {
    problems.report("file-empty", { file, path: undefined }, { path });
    return { problems };
  }
  return document
    ? { loaded: { document, index: indexDocument(document) }, problems }
    : { problems };
}

function leavesByLink(path: string, root: string, host: ReadHost): boolean {
  const realPath = host.realPath(path);
  const realRoot = host.realPath(root);
  if (realPath === undefined || realRoot === undefined) return false;
  return !isInside(realRoot, realPath);
}

export function reportFailure(
  diagnostics: Diagnostics,
  from: Origin | undefined,
  path: string,
  failure: ReadFailure,
): void {
  switch (failure) {
    case "missing":
      return diagnostics.report("file-missing", from, { path });
    case "too-large":
      return diagnostics.report("file-too-large", from, {
        path,
        limit: MAX_BYTES / 1024 / 1024,
      });
    case "utf-16":
      return diagnostics.report("file-not-utf-8", from, {
        path,
        detail: ", but UTF-16",
      });
    case "not-utf-8":
      return diagnostics.report("file-not-utf-8", from, { path, detail: "" });
    case "not-a-file":
    case "denied":
    case "failed": {
      const reason = {
        "not-a-file": "it is a folder",
        denied: "permission denied",
        failed: "the system refused",
      }[failure];
      return diagnostics.report("file-unreadable", from, { path, reason });
    }
    default:
      return failure satisfies never;
  }
}

export function joinPath(from: string, file: string): string {
  return posix.join(posix.dirname(from), file);
}

/** Both normalised; relative paths start from the same place. */
export function isInside(root: string, path: string): boolean {
  if (/^(\.|\.\.(\/\.\.)*)$/.test(root)) {
    return !path.startsWith("/") && stepsUp(path) <= stepsUp(root);
  }
  return path.startsWith(root.endsWith("/") ? root : `${root}/`);
}

function stepsUp(path: string): number {
  return path.split("/").filter((part) => part === "..").length;
}
