/** All documents that were read, and what references find among them. */
import type { Diagnostics } from "../diagnostics/diagnostics.js";
import type { Origin } from "../source/source-file.js";
import { reportFailure, type Entry, type Loaded } from "./load-document.js";
import { joinUri } from "./reference.js";
import { isRemote, targetOf } from "./reference-target.js";
import { reportRemoteProblem } from "./remote-problems.js";
import { resourceAt, type Resource } from "./resource.js";

export class DocumentSet {
  readonly #root: string;
  readonly #entries: ReadonlyMap<string, Entry>;
  readonly #diagnostics: Diagnostics;
  readonly #told = new Set<Entry>();
  /** By their `$id`s; made when first asked for. */
  #ids: ReadonlyMap<string, Resource> | undefined;
  #dynamicAnchors: ReadonlyMap<string, readonly Resource[]> | undefined;

  /**
   * @param root the folder that references must not leave
   * @param entries by path or URL
   * @param diagnostics take what is wrong with a document once it is needed
   */
  constructor(
    root: string,
    entries: ReadonlyMap<string, Entry>,
    diagnostics: Diagnostics,
  ) {
    this.#root = root;
    this.#entries = entries;
    this.#diagnostics = diagnostics;
  }

  /** The document that a place stands in. */
  loaded({ file }: Origin): Loaded | undefined {
    return this.#entries.get(file.path)?.loaded;
  }

  /** @throws {Error} the place is in no document of the set */
  resourceAt(origin: Origin): Resource {
    const loaded = this.loaded(origin);
    if (!loaded)
      throw new Error(`not a document of the set: ${origin.file.path}`);
    return resourceAt(loaded, origin);
  }

  get dynamicAnchors(): ReadonlyMap<string, readonly Resource[]> {
    return (this.#dynamicAnchors ??= dynamicAnchors(this.#entries.values()));
  }

  /**
   * What a reference means before its fragment, which is not empty there: by
   * `$id`, or else by file or URL.
   *
   * @param diagnostics take why there is nothing
   */
  find(
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Resource | undefined {
    const uri = joinUri(ref, this.resourceAt(from).uri);
    const named = uri === undefined ? undefined : this.#named(uri);
    if (named) return named;
    const fetched = uri === undefined ? undefined : this.#entries.get(uri);
    const loaded = fetched?.loaded
      ? this.#needed(fetched)
      : this.#document(ref, from, diagnostics);
    return loaded?.index.resource;
  }

  /** What has the `$id`, in whichever document. */
  #named(uri: string): Resource | undefined {
    this.#ids ??= new Map(
      [...this.#entries.values()]
        .toReversed()
        .flatMap(({ loaded }) => [...(loaded?.index.ids ?? [])].toReversed()),
    );
    return this.#ids.get(uri);
  }

  /** Where nothing has the reference for its `$id`. */
  #document(
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Loaded | undefined {
    const target = targetOf(ref, from.file.path);
    switch (target.kind) {
      case "file":
        return this.#file(target.key, ref, from, diagnostics);
      case "remote":
        return this.#remote(target.key, ref, from, diagnostics);
      case "absolute-path":
        diagnostics.report("reference-absolute", from, { ref });
        return undefined;
      case "local-from-remote":
        diagnostics.report("remote-to-local", from, { ref });
        return undefined;
      case "nowhere":
        diagnostics.report("reference-scheme", from, { ref });
        return undefined;
      default:
        return target satisfies never;
    }
  }

  #file(
    path: string,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Loaded | undefined {
    const entry = this.#entries.get(path);
    if (!entry || entry.leavesFolder) {
      const own = "the folder of the schema";
      const folder = this.#root === "." ? own : `the folder ${this.#root}`;
      diagnostics.report("reference-leaves-folder", from, { ref, folder });
      return undefined;
    }
    if (entry.failure === "missing") {
      this.#missing(path, ref, from, diagnostics);
    } else if (entry.failure) {
      reportFailure(diagnostics, from, path, entry.failure);
    }
    return this.#needed(entry);
  }

  /** Where an `$id` makes a URL of the reference, that would do as well. */
  #missing(
    path: string,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): void {
    const url = joinUri(ref, this.resourceAt(from).uri) ?? "";
    const problem = this.#entries.get(url)?.remoteProblem;
    const fix =
      isRemote(url) && !problem
        ? `by the $id around it, it is ${url}: --allow-remote-refs fetches that`
        : undefined;
    diagnostics.report("reference-file-missing", from, { ref, path }, fix);
    if (problem) reportRemoteProblem(diagnostics, from, url, problem);
  }

  #remote(
    url: string,
    ref: string,
    from: Origin,
    diagnostics: Diagnostics,
  ): Loaded | undefined {
    const entry = this.#entries.get(url);
    if (!entry) {
      diagnostics.report("reference-remote", from, { ref });
      return undefined;
    }
    if (entry.remoteProblem) {
      reportRemoteProblem(diagnostics, from, url, entry.remoteProblem);
    }
    return this.#needed(entry);
  }

  /** Tells, once, what is wrong with a document. */
  #needed(entry: Entry): Loaded | undefined {
    if (!this.#told.has(entry)) {
      this.#told.add(entry);
      this.#diagnostics.join(entry.problems);
    }
    return entry.loaded;
  }
}

function dynamicAnchors(
  entries: Iterable<Entry>,
): ReadonlyMap<string, readonly Resource[]> {
  const byName = new Map<string, Resource[]>();
  for (const { loaded } of entries) {
    if (!loaded) continue;
    const { resource, ids } = loaded.index;
    for (const one of new Set([resource, ...ids.values()]))
      for (const name of one.dynamicAnchors.keys()) {
        const others = byName.get(name);
        if (others) others.push(one);
        else byName.set(name, [one]);
      }
  }
  return byName;
}
