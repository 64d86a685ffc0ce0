/**
 * Which entries a page has: offsets only, from the indexes alone. Each
 * address and family is asked for no more than can still be among the first,
 * so that a page costs about the same however many are read together.
 */
import type { Addresses } from "./addresses.js";
import type { Database, Statement } from "./database.js";
import type { Offset, Selection } from "../engine.js";
import type { Texts } from "./texts.js";

export interface Span {
  readonly after: Offset;
  readonly through: Offset;
}

export interface Selected {
  /** In order, each once. */
  readonly offsets: readonly Offset[];
  /** There is nothing else up to here. */
  readonly through: Offset;
}

/** All of one address, or what is included of a family: at most so many, and up to where that is all there is. */
type Source = (span: Span, most: number) => Selected;

/** How many offsets are looked through for one that is wanted, at first; then so many times more. */
const WINDOW = 4;

/** Entries of a family that a page looks at, at most, whether or not they are included. */
const MAX_LOOKED_AT = 4_096;
const LOOK = 1_024;

export class Select {
  readonly #addresses: Addresses;
  readonly #texts: Texts;
  readonly #ofAddress: Statement;
  readonly #ofFamily: Statement;
  readonly #ofFamilyBackwards: Statement;
  readonly #nthLast: Statement;
  readonly #first: Statement;

  constructor(db: Database, addresses: Addresses, texts: Texts) {
    this.#addresses = addresses;
    this.#texts = texts;
    // One row of JSON is read several times faster than many of one number.
    this.#ofAddress = db.prepare(
      `SELECT json_group_array(offset) AS list FROM
         (SELECT offset FROM entries WHERE address = ? AND offset > ? AND offset <= ?
          ORDER BY offset LIMIT ?)`,
    );
    // With the address where it is text, else with its number.
    const ofFamily = (order: "" | "DESC"): Statement =>
      db.prepare(
        `SELECT json_group_array(json_array(offset, iif(typeof(address) = 'text', address, id))) AS list FROM
           (SELECT offset, addresses.address AS address, addresses.id AS id
            FROM entries JOIN addresses ON addresses.id = entries.address
            WHERE entries.family = ? AND offset > ? AND offset <= ?
            ORDER BY offset ${order} LIMIT ?)`,
      );
    this.#ofFamily = ofFamily("");
    this.#ofFamilyBackwards = ofFamily("DESC");
    this.#nthLast = db.prepare(
      `SELECT offset FROM entries WHERE address = ? AND offset <= ?
       ORDER BY offset DESC LIMIT 1 OFFSET ?`,
    );
    this.#first = db.prepare(
      "SELECT offset FROM entries WHERE address = ? ORDER BY offset LIMIT 1",
    );
  }

  /** The first `most` after an offset. */
  first(
    selections: readonly Selection[],
    { after, through }: Span,
    most: number,
  ): Selected {
    const sources = this.#sources(selections);
    const offsets: Offset[] = [];
    let at = after;
    // One is asked for all; of many each would find as much, and most of it in vain.
    let width = sources.length > 1 ? WINDOW * most : Infinity;
    while (at < through && offsets.length < most) {
      const window = { after: at, through: Math.min(at + width, through) };
      const found = merge(sources, window, most - offsets.length);
      offsets.push(...found.offsets);
      at = found.through;
      if (at < window.through) break; // enough, or looked at enough
      width *= WINDOW;
    }
    return { offsets, through: Math.max(at, after) };
  }

  /** The offset before the last `count` of an address. */
  beforeLast(address: string, count: number, head: Offset): Offset {
    const row = this.#addresses.find(address);
    if (!row) return head;
    const found: OffsetRow | undefined =
      this.#nthLast.get(row.id, head, count - 1) ?? this.#first.get(row.id);
    return found ? Math.min(found.offset - 1, head) : head;
  }

  /** Of a family, going back from an offset: those included of the next few, latest first. */
  back(
    selection: Included,
    through: Offset,
  ): { readonly offsets: readonly Offset[]; readonly rest: Offset } {
    const id = this.#texts.find(selection.family);
    if (id === undefined) return { offsets: [], rest: 0 };
    const list = parse<Looked>(
      this.#ofFamilyBackwards.get(id, 0, through, LOOK),
    );
    const offsets = this.#included(list, [selection]);
    const rest = list.length < LOOK ? 0 : list.at(-1)![0] - 1;
    return { offsets, rest };
  }

  #sources(selections: readonly Selection[]): Source[] {
    const sources: Source[] = [];
    const addresses = new Set<string>();
    const families = new Map<string, Included[]>();
    for (const selection of selections) {
      if (selection.family === undefined) addresses.add(selection.address);
      else {
        const same = families.get(selection.family);
        if (same) same.push(selection);
        else families.set(selection.family, [selection]);
      }
    }
    for (const address of addresses) {
      const row = this.#addresses.find(address);
      if (!row) continue;
      sources.push(({ after, through }, most) => {
        const list = this.#ofAddress.get(row.id, after, through, most);
        return { offsets: parse<Offset>(list), through };
      });
    }
    for (const [family, included] of families) {
      sources.push((span, most) => this.#family(family, included, span, most));
    }
    return sources;
  }

  #family(
    family: string,
    included: readonly Included[],
    { after, through }: Span,
    most: number,
  ): Selected {
    const offsets: Offset[] = [];
    const id = this.#texts.find(family);
    if (id === undefined) return { offsets, through };
    let at = after;
    for (let looked = 0; looked < MAX_LOOKED_AT; looked += LOOK) {
      const list = parse<Looked>(this.#ofFamily.get(id, at, through, LOOK));
      offsets.push(...this.#included(list, included));
      if (list.length < LOOK) return { offsets, through };
      at = list.at(-1)![0];
      if (offsets.length >= most) break;
    }
    return { offsets, through: at };
  }

  #included(
    list: readonly Looked[],
    selections: readonly Included[],
  ): Offset[] {
    const offsets: Offset[] = [];
    for (const [offset, at] of list) {
      const address =
        typeof at === "string" ? at : this.#addresses.byId(at).address;
      if (selections.some((one) => one.includes(address))) offsets.push(offset);
    }
    return offsets;
  }
}

/** An entry of a family: its offset, and its address or the number of that. */
type Looked = readonly [Offset, string | number];

type Included = Extract<Selection, { readonly family: string }>;

interface OffsetRow {
  readonly offset: Offset;
}

function parse<Item>(row: { readonly list: string }): Item[] {
  return JSON.parse(row.list) as Item[];
}

/** What all of them have there, as far as it is among the first. */
function merge(sources: readonly Source[], span: Span, most: number): Selected {
  let { through } = span;
  const all: Offset[] = [];
  for (const source of sources) {
    const found = source({ after: span.after, through }, most);
    all.push(...found.offsets);
    // Past the last of these it may have more.
    const isCut = found.offsets.length >= most;
    through = Math.min(found.through, isCut ? all.at(-1)! : through);
  }
  const offsets =
    sources.length === 1
      ? all
      : [...new Set(all)]
          .filter((offset) => offset <= through)
          .sort((a, b) => a - b);
  return offsets.length <= most
    ? { offsets, through }
    : { offsets: offsets.slice(0, most), through: offsets[most - 1]! };
}
