/**
 * A map that knows its oldest entry in constant time. (A plain `Map` used as
 * a queue walks over all that was deleted from its front.)
 */
interface Link<Value> {
  readonly key: string;
  readonly value: Value;
  older: Link<Value> | undefined;
  newer: Link<Value> | undefined;
}

export class OrderedMap<Value> {
  readonly #links = new Map<string, Link<Value>>();
  #oldest: Link<Value> | undefined;
  #newest: Link<Value> | undefined;

  get size(): number {
    return this.#links.size;
  }

  get(key: string): Value | undefined {
    return this.#links.get(key)?.value;
  }

  /** Becomes the newest, whether it was there or not. */
  set(key: string, value: Value): void {
    this.delete(key);
    const link = { key, value, older: this.#newest, newer: undefined };
    if (this.#newest) this.#newest.newer = link;
    else this.#oldest = link;
    this.#newest = link;
    this.#links.set(key, link);
  }

  delete(key: string): boolean {
    const link = this.#links.get(key);
    if (!link) return false;
    const { older, newer } = link;
    if (older) older.newer = newer;
    else this.#oldest = newer;
    if (newer) newer.older = older;
    else this.#newest = older;
    return this.#links.delete(key);
  }

  oldest(): { readonly key: string; readonly value: Value } | undefined {
    return this.#oldest;
  }
}
