import type {
  DiagnosticId,
  DiagnosticParams,
} from "../../diagnostics/catalogue.js";
import type { Diagnostics, Target } from "../../diagnostics/diagnostics.js";
import { idOf } from "../../source/path.js";

/** Those whose text says how many more there are. */
type CountedId = "asyncapi-wrong-type" | "asyncapi-reference-ignored";

interface Counted {
  readonly report: (more: string) => void;
  count: number;
}

/** Keeps what does not matter for code from hiding what does. */
export class Warnings {
  readonly #diagnostics: Diagnostics;
  readonly #told = new Set<string>();
  readonly #counted = new Map<string, Counted>();

  constructor(diagnostics: Diagnostics) {
    this.#diagnostics = diagnostics;
  }

  /** Tells of a place once, however many ways lead there. */
  once<Id extends DiagnosticId>(
    id: Id,
    target: Target,
    params: DiagnosticParams<Id>,
    fix?: string,
  ): void {
    const key = `${id}\n${target.part ?? ""}\n${idOf(target)}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#diagnostics.report(id, target, params, fix);
  }

  /** Tells of the first place of a kind, with the number of the others. */
  counted<Id extends CountedId>(
    id: Id,
    kind: string,
    target: Target,
    params: Omit<DiagnosticParams<Id>, "more">,
  ): void {
    const key = `${id}\n${kind}`;
    const place = `${key}\n${idOf(target)}`;
    if (this.#told.has(place)) return;
    this.#told.add(place);
    const known = this.#counted.get(key);
    if (known) {
      known.count++;
      return;
    }
    const report = (more: string): void => {
      const all = { ...params, more } as DiagnosticParams<Id>;
      this.#diagnostics.report(id, target, all);
    };
    this.#counted.set(key, { report, count: 1 });
  }

  /** Tells what was counted. */
  flush(): void {
    for (const { report, count } of this.#counted.values()) {
      report(count > 1 ? `, and so are ${count - 1} more like it` : "");
    }
    this.#counted.clear();
  }
}
