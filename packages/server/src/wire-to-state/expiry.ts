const secondsPerDay = 86_400;

/** Unix time from which on something that is stored now is gone; null: never. */
export function expiryAfter(retentionDays: number): number | null {
  if (retentionDays === 0) return null;
  return Math.floor(Date.now() / 1000) + retentionDays * secondsPerDay;
}
