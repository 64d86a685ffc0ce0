/**
 * Tags of answers, RFC 9110 section 8.8.3. A tag names what was asked for,
 * the cursor it was asked from, and the last event: an idle client goes on
 * with the tag that it has, though the cursor it asks from moves on.
 */

/** What one GET with a cursor may be answered with. */
export class Tags {
  readonly #question: string;
  readonly #cursor: string;
  readonly #given: readonly string[];

  /** @param given `If-None-Match` */
  constructor(question: string, cursor: string, given: string | undefined) {
    this.#question = `W/"${question}!`;
    this.#cursor = cursor;
    this.#given = given ? given.split(/ *, */) : [];
  }

  /** Of an answer whose last event has this cursor, or that has none. */
  of(last: string | undefined): string {
    return `${this.#question}${this.#cursor}!${last ?? this.#cursor}"`;
  }

  isGiven(tag: string): boolean {
    return this.#given.includes(tag);
  }

  /**
   * A tag that the client has and that will do for an answer without events:
   * such an answer's own, or of any from another cursor, since nothing has
   * come after this one.
   */
  get ofNothing(): string | undefined {
    const own = this.of(undefined);
    const from = `${this.#question}${this.#cursor}!`;
    return this.#given.find(
      (tag) =>
        tag === own ||
        (tag.startsWith(this.#question) && !tag.startsWith(from)),
    );
  }
}
