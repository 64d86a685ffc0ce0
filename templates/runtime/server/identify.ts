/** The default name of an identity: its `id`, else its JSON with sorted keys. */
export function identify(identity: unknown): string {
  if (typeof identity === "string") return identity;
  if (typeof identity === "object" && identity !== null && "id" in identity) {
    if (typeof identity.id === "string") return identity.id;
  }
  const sorted = JSON.stringify(identity, (_, value: unknown) =>
    typeof value === "object" && value !== null && !Array.isArray(value)
      ? Object.fromEntries(
          Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : value,
  );
  return sorted ?? "";
}
