const unitMs = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 } as const;

/** Milliseconds of `250ms`, `1.5s`, `2m`, `1h` or `1m30s`; undefined when the text is no duration. */
export function parseDuration(text: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(text)) return undefined;
  let total = 0;
  for (const [, amount, unit] of text.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)) {
    total += Number(amount) * unitMs[unit as keyof typeof unitMs];
  }
  return total;
}

/** A duration as a person writes it: `300 ms`, `1.2 s`, `75 s`, `10 min`. */
export function formatDuration(ms: number): string {
  if (!Number.isFinite(ms)) return '-';
  const magnitude = Math.abs(ms);
  if (magnitude >= 600_000) return `${trim(ms / 60_000, 1)} min`;
  if (magnitude >= 1000) return `${trim(ms / 1000, magnitude < 10_000 ? 2 : 1)} s`;
  return `${trim(ms, magnitude < 10 ? 1 : 0)} ms`;
}

function trim(value: number, digits: number): string {
  return String(Number(value.toFixed(digits)));
}
