/** What a run would change, as data: shown, checked and applied alike. */

export interface Plan {
  readonly actions: readonly Action[];
  /** If there is one, nothing at all is applied. */
  readonly refusals: readonly Refusal[];
  /** Files that already are as they should be. */
  readonly unchanged: readonly string[];
  /** The user's files, left as they are. */
  readonly kept: readonly string[];
}

/** Paths are relative to the root, with `/`. */
export type Action =
  | {
      readonly kind: "create";
      readonly path: string;
      readonly content: string | Uint8Array;
    }
  | {
      readonly kind: "replace";
      readonly path: string;
      readonly content: string;
      /** What was there when the plan was made; if it no longer is, nothing is done. */
      readonly before: FoundFile;
    }
  | {
      readonly kind: "delete";
      readonly path: string;
      readonly before: FoundFile;
    };

export interface FoundFile {
  readonly text: string;
  /** SHA-256 of the bytes, in hex. */
  readonly hash: string;
}

export type Refusal =
  /** Ours, and edited since: `before` would be lost. `after` is absent where the file would go. */
  | {
      readonly reason: "edited";
      readonly path: string;
      readonly before: string;
      readonly after?: string;
    }
  /** Not ours, where one of ours must go. */
  | {
      readonly reason: "foreign";
      readonly path: string;
      readonly before: string;
      readonly after: string;
    }
  /** A link, a folder or a device where a file must go. */
  | { readonly reason: "not-a-file"; readonly path: string }
  /** A folder on the way is a link that leads out of the root. */
  | { readonly reason: "outside"; readonly path: string };

export function isEmpty(plan: Plan): boolean {
  return plan.actions.length === 0 && plan.refusals.length === 0;
}
