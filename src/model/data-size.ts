const unitBytes = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 } as const;

/** Bytes of `500B`, `10KB`, `1.5MB` or `1GB` (powers of ten); undefined when the text is no amount of data. */
export function parseDataSize(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)(B|KB|MB|GB)$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * unitBytes[unit as keyof typeof unitBytes];
}

/** An amount of data as a person writes it: `500 B`, `10 KB`, `1.5 MB`. */
export function formatDataSize(bytes: number): string {
  if (bytes >= 1e9) return `${trim(bytes / 1e9)} GB`;
  if (bytes >= 1e6) return `${trim(bytes / 1e6)} MB`;
  return bytes >= 1e3 ? `${trim(bytes / 1e3)} KB` : `${trim(bytes)} B`;
}

function trim(value: number): string {
  return String(Number(value.toFixed(2)));
}
