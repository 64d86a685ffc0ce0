/** Words that are commands, or will be: never taken for a folder by accident. */
export const commandNames = [
  "generate",
  "validate",
  "convert",
  "completion",
] as const;

export const laterCommands = [
  "add",
  "remove",
  "breaking",
  "choose",
  "compare",
  "doctor",
] as const;
