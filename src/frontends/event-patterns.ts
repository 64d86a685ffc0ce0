/**
 * `--events`: which events of a document are taken, by patterns of their names
 * in which `*` stands for any text, such as `issues.*`. What a pattern that
 * begins with `!` fits is left out again.
 */
import type { Diagnostics, Target } from "../diagnostics/diagnostics.js";
import { didYouMean } from "../diagnostics/did-you-mean.js";

/** What there is to choose from. */
export interface Choice<Event> {
  /** Taken where no pattern says which. */
  readonly usual: readonly Event[];
  /** Taken only if a pattern fits them that fits none of the usual ones. */
  readonly others: readonly Event[];
  /** Any of them may fit. */
  readonly namesOf: (event: Event) => readonly string[];
}

/** The events chosen; a pattern that fits nothing is reported at `target`. */
export function chooseEvents<Event>(
  patterns: readonly string[],
  { usual, others, namesOf }: Choice<Event>,
  diagnostics: Diagnostics,
  target: Target,
): readonly Event[] {
  const all = [...usual, ...others];
  const fitting = (pattern: string, among: readonly Event[]): Event[] =>
    among.filter((event) => namesOf(event).some((name) => fits(pattern, name)));
  const required = (pattern: string, found: Event[]): Event[] => {
    if (found.length > 0) return found;
    const known = all.flatMap((event) => namesOf(event));
    const params = { pattern, names: listed(known) };
    const word = pattern.replace(/^!/, "");
    const fix = didYouMean(word, known) ?? wider(word, known);
    diagnostics.report("events-unmatched", target, params, fix);
    return found;
  };
  const includes = patterns.filter((pattern) => !pattern.startsWith("!"));
  const excludes = patterns.filter((pattern) => pattern.startsWith("!"));
  const taken = includes.flatMap((pattern) => {
    const found = fitting(pattern, usual);
    return found.length > 0
      ? found
      : required(pattern, fitting(pattern, others));
  });
  const left = excludes.flatMap((pattern) =>
    required(pattern, fitting(pattern.slice(1), all)),
  );
  const chosen = new Set(includes.length === 0 ? usual : taken);
  for (const event of left) chosen.delete(event);
  return [...chosen];
}

/** A hint for who gives a part of a name and no `*`. */
function wider(word: string, known: readonly string[]): string | undefined {
  const holding = known.filter((name) => name.includes(word));
  return holding.length === 0 ? undefined : `*${word}* fits ${listed(holding)}`;
}

/** The first few, for a sentence. */
export function listed(names: readonly string[]): string {
  const shown = names.slice(0, 5).join(", ");
  const more = names.length - 5;
  return more > 0 ? `${shown} and ${more} more` : shown;
}

/** In time linear in both, whatever the pattern: no regular expression. */
function fits(pattern: string, name: string): boolean {
  const [first = "", ...rest] = pattern.split("*");
  const last = rest.pop();
  if (last === undefined) return name === first;
  if (!name.startsWith(first)) return false;
  let from = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, from);
    if (found < 0) return false;
    from = found + part.length;
  }
  return name.length - last.length >= from && name.endsWith(last);
}
