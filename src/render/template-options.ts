/** How templates are compiled, here and by the build. */
export const templateOptions = {
  strict: true,
  noEscape: true,
  preventIndent: true,
  knownHelpersOnly: true,
  knownHelpers: { each: true, if: true, unless: false, with: false },
} as const;
