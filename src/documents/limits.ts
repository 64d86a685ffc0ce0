/** Objects and arrays inside each other: deeper documents are refused. */
export const MAX_DEPTH = 500;

/**
 * Values that the aliases of one YAML file may add up to: a few lines of
 * nested aliases would otherwise expand to billions ("billion laughs").
 */
export const MAX_ALIASED_VALUES = 100_000;
