import { idOf } from "../source/path.js";
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

/** What is told in one run at most; nobody reads so far. */
const MAX_TOLD = 10_000;

/** Collects the problems of one run, so that all are told at once. */
export class Diagnostics {
  readonly #list: Diagnostic[] = [];
  readonly #told = new Set<string>();
  #failed = false;

  /** @param fix A hint that only the place of the report knows, such as a did-you-mean. */
  report<Id extends DiagnosticId>(
    id: Id,
    target: Target | undefined,
    params: DiagnosticParams<Id>,
    fix?: string,
  ): void {
    const message: Message = catalogue[id];
    const hint = fix ?? message.hint?.(params);
    this.#add({
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
    for (const diagnostic of attempt.list) this.#add(diagnostic);
  }

  /** The same problem of the same place may be met on several ways: it is told once. */
  #add(diagnostic: Diagnostic): void {
    const { id, message, target } = diagnostic;
    // The first error is never left out: it stops the run.
    const isFirstError = isError(diagnostic) && !this.#failed;
    if (this.#list.length >= MAX_TOLD && !isFirstError) return;
    const place = target && `${idOf(target)} ${target.range?.start ?? ""}`;
    const key = `${id}\n${message}\n${place ?? ""}`;
    if (this.#told.has(key)) return;
    this.#told.add(key);
    this.#list.push(diagnostic);
    this.#failed ||= isError(diagnostic);
  }

  get list(): readonly Diagnostic[] {
    return this.#list;
  }

  get failed(): boolean {
    return this.#failed;
  }
}

export function isError({ severity }: Diagnostic): boolean {
  return severity === "error";
}
