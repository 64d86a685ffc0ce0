/** A file that is wholly ours; the path is relative to the output folder. */
export type { GeneratedFile } from "../plan/generated-file.js";
