import type { Origin } from "../source/source-file.js";
import {
  catalogue,
  type DiagnosticId,
  type DiagnosticParams,
} from "./catalogue.js";
import type { Message } from "./message.js";

/** One problem in the user's input. */
export interface Diagnostic {
  readonly id: DiagnosticId;
  readonly code: string;
  readonly severity: "error" | "warning";
  readonly message: string;
  readonly hint?: string;
  readonly target?: Target;
}

/** What a problem points at: a key or a value in a document. */
export interface Target extends Origin {
  /** Default `value`. */
  readonly part?: "key" | "value";
  /** Offsets in the file, where the reader knew them at once (syntax errors). */
  readonly range?: { readonly start: number; readonly end: number };
}

/** Collects the problems of one run, so that all are told at once. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];

  /** @param fix A hint that only the place of the report knows, such as a did-you-mean. */
  report<Id extends DiagnosticId>(
    id: Id,
    target: Target | undefined,
    params: DiagnosticParams<Id>,
    fix?: string,
  ): void {
    const message: Message = catalogue[id];
    const hint = fix ?? message.hint?.(params);
    this.#list.push({
      id,
      code: message.code,
      severity: message.severity,
      message: message.text(params),
      ...(hint !== undefined && { hint }),
      ...(target && { target }),
    });
  }

  /** Takes over what an attempt with a collector of its own reported. */
  join(attempt: Diagnostics): void {
    for (const diagnostic of attempt.list) this.#list.push(diagnostic);
  }

  get list(): readonly Diagnostic[] {
    return this.#list;
  }

  get failed(): boolean {
    return this.#list.some((diagnostic) => diagnostic.severity === "error");
  }
}
