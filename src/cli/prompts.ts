/**
 * The one door to the prompts library, which on its own exits in silence
 * without a terminal and answers Ctrl-C with an empty object.
 */
import type { PromptObject } from "prompts";
import { Interrupted } from "./exit-code.js";
import { hasColor, isInteractive, type Io } from "./io.js";

export interface Choice<T> {
  readonly title: string;
  readonly value: T;
  readonly description?: string;
}

/**
 * @param initial The choice that Enter takes.
 * @throws {Interrupted} on Ctrl-C; the cursor is back then.
 */
export async function choose<T>(
  io: Io,
  message: string,
  choices: readonly Choice<T>[],
  initial = 0,
): Promise<T> {
  return ask<T>(io, {
    type: "select",
    message,
    choices: [...choices],
    initial,
  });
}

/** One or more of them, in their order. @throws {Interrupted} on Ctrl-C */
export async function chooseSome<T>(
  io: Io,
  message: string,
  choices: readonly (Choice<T> & { readonly selected: boolean })[],
): Promise<readonly T[]> {
  return ask<readonly T[]>(io, {
    type: "multiselect",
    message,
    choices: [...choices],
    min: 1,
    instructions: false,
    hint: "space to choose, enter to go on",
  });
}

/** @param check What is wrong with an answer, if anything. */
export async function askText(
  io: Io,
  message: string,
  initial: string,
  check: (answer: string) => string | undefined,
): Promise<string> {
  const answer = await ask<string>(io, {
    type: "text",
    message,
    initial,
    validate: (text: string) => check(text.trim() || initial) ?? true,
  });
  return answer.trim() || initial;
}

type Question = Omit<PromptObject<"answer">, "name">;

async function ask<T>(io: Io, question: Question): Promise<T> {
  if (!isInteractive(io)) throw new Error("nobody is there to ask");
  // Its colours know this variable only, and look when they are loaded.
  if (!hasColor(io.stdout, io.env)) process.env["NODE_DISABLE_COLORS"] = "1";
  const { default: prompts } = await import("prompts");
  let cancelled = false;
  const answers = await prompts(
    { ...question, name: "answer", stdin: io.stdin, stdout: io.stdout },
    { onCancel: () => void (cancelled = true) },
  );
  if (cancelled || !("answer" in answers)) throw new Interrupted();
  return answers.answer as T;
}
