import type { Diagnostics } from "../../diagnostics/diagnostics.js";
import type { Origin } from "../../source/source-file.js";
import { chooseEvents, listed } from "../event-patterns.js";
import type { Candidate, Events } from "./events.js";
import { longName, messageName } from "./names.js";

/** An event that is taken. */
export interface ChosenEvent {
  /** Of its message; no two are alike. */
  readonly message: string;
  readonly schema: Candidate;
}

/**
 * Empty where there is none, which was reported.
 *
 * @param patterns `--events`
 * @param top The file, where to point at what is wrong with the choice
 */
export function choose(
  { usual, others, guess }: Events,
  patterns: readonly string[],
  top: Origin,
  diagnostics: Diagnostics,
): readonly ChosenEvent[] {
  const choice = { usual, others, namesOf };
  const taken = chooseEvents(patterns, choice, diagnostics, top);
  if (taken.length === 0 && !diagnostics.failed) {
    const reason = whyNone(usual, others);
    diagnostics.report("jsonschema-no-events", top, { reason });
  }
  const events = nameApart(taken, diagnostics);
  if (events.length > 0 && patterns.length === 0 && guess !== undefined) {
    diagnostics.report("jsonschema-events-guessed", top, {
      ...examplesOf(events.map(({ message }) => message)),
      count: events.length,
      reason: guess,
    });
  }
  return events;
}

/** A pattern may fit the message's name, or the schema's as written. */
function namesOf({ name }: Candidate): readonly string[] {
  const message = messageName(name);
  return message === name ? [name] : [message, name];
}

function whyNone(
  usual: readonly Candidate[],
  others: readonly Candidate[],
): string {
  if (usual.length > 0) return "--events leaves all of them out";
  return others.length > 0
    ? "each definition is a part of another one, or no object"
    : "it demands nothing";
}

function examplesOf(names: readonly string[]) {
  const [first = ""] = names;
  // A family of events, if they have such names.
  const family = /^[^.]+\./.exec(first)?.[0];
  const example = family === undefined ? first : `${family}*`;
  return { names: listed(names), example };
}

/** A name as written is not taken away by one that is read like it. */
function nameApart(
  schemas: readonly Candidate[],
  diagnostics: Diagnostics,
): readonly ChosenEvent[] {
  const written = new Set(schemas.map(({ name }) => name));
  const taken = new Set<string>();
  return schemas.map((schema) => {
    const { name, origin } = schema;
    const read = messageName(name);
    const wanted = written.has(read) ? name : read;
    const message = taken.has(wanted) ? longName(origin) : wanted;
    if (message !== wanted) {
      const params = { name: wanted, other: message };
      diagnostics.report("jsonschema-same-name", origin, params);
    }
    taken.add(message);
    return { message, schema };
  });
}
