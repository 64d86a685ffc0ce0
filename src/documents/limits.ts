/**
 * Entries of one file: its values and keys, as far as separators tell. Reading
 * takes memory for each, with positions some 200 bytes in JSON, 1,300 in YAML.
 */
export const MAX_ENTRIES = { json: 4_000_000, yaml: 1_000_000 };

/** Mistakes of one kind that one file is searched for. */
export const MAX_MISTAKES = 100;

/** Objects and arrays inside each other: deeper documents are refused. */
export const MAX_DEPTH = 500;

/**
 * Values that the aliases of one YAML file may add up to: a few lines of
 * nested aliases would otherwise expand to billions ("billion laughs").
 */
export const MAX_ALIASED_VALUES = 100_000;
