import type { ReadHost } from "../host/read-host.js";
import type { RemoteReader } from "../host/remote-reader.js";
import {
  isInside,
  load,
  loadRemote,
  type Entry,
  type Loaded,
} from "./load-document.js";
import { targetOf } from "./reference-target.js";

/**
 * Reads every document that the references of `entry` lead to, and those of
 * what they lead to. Files first: what one of them has as its `$id` need not
 * be fetched.
 *
 * @param entries Has the entry; each document is added under its path or URL.
 * @param root References may lead to files in it.
 */
export async function loadReferences(
  entry: Loaded,
  entries: Map<string, Entry>,
  root: string,
  host: ReadHost,
): Promise<void> {
  let latest: readonly Loaded[] = [entry];
  while (latest.length > 0) {
    const urls = await loadFiles(latest, entries, root, host);
    const ids = idsOf(entries);
    const unknown = [...urls].filter(
      (url) => !entries.has(url) && !ids.has(url),
    );
    latest = host.remote ? await fetchAll(unknown, entries, host.remote) : [];
  }
}

/** Returns the URLs that the documents, and the files that were read, refer to. */
async function loadFiles(
  documents: readonly Loaded[],
  entries: Map<string, Entry>,
  root: string,
  host: ReadHost,
): Promise<ReadonlySet<string>> {
  const urls = new Set<string>();
  const queue = [...documents];
  for (const { document, index } of queue) {
    for (const ref of index.refs) {
      if (ref.startsWith("#")) continue;
      const target = targetOf(ref, document.file.path);
      if (target.kind === "remote") urls.add(target.key);
      if (target.kind !== "file") continue;
      const { key } = target;
      if (entries.has(key) || !isInside(root, key)) continue;
      const next = await load(key, host, root);
      entries.set(key, next);
      if (next.loaded) queue.push(next.loaded);
    }
  }
  return urls;
}

/** All at once; what they are called does not depend on which came first. */
async function fetchAll(
  urls: readonly string[],
  entries: Map<string, Entry>,
  remote: RemoteReader,
): Promise<readonly Loaded[]> {
  const found = await Promise.all(
    urls.map(async (url) => ({ url, entry: await loadRemote(url, remote) })),
  );
  const added: Loaded[] = [];
  for (const { url, entry } of found) {
    const { loaded } = entry;
    // After redirects; two addresses may lead to one document.
    const key = loaded?.document.file.path ?? url;
    if (loaded && !entries.has(key)) added.push(loaded);
    const first = entries.get(key) ?? entry;
    entries.set(key, first).set(url, first);
  }
  return added;
}

function idsOf(entries: ReadonlyMap<string, Entry>): ReadonlySet<string> {
  const ids = new Set<string>();
  for (const { loaded } of entries.values()) {
    for (const id of loaded?.index.ids.keys() ?? []) {
      ids.add(id.replace(/#$/, ""));
    }
  }
  return ids;
}
