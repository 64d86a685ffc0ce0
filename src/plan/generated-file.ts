/** A file to be written; where the path starts from is the holder's to say. */
export interface GeneratedFile {
  /** With `/`. */
  readonly path: string;
  readonly content: string;
}
