/** Who may not write, and until when; in memory. */
const mutes = new Map<string, Date>();

export function mute(userId: string, until: Date): void {
  mutes.set(userId, until);
}

export function mutedUntil(userId: string): Date | undefined {
  const until = mutes.get(userId);
  if (until === undefined || until.getTime() > Date.now()) return until;
  mutes.delete(userId);
  return undefined;
}
