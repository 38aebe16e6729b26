const unitBytes = { B: 1, KB: 1e3, MB: 1e6, GB: 1e9 } as const;
type ByteUnit = keyof typeof unitBytes;

/** Bytes of `512MB`, `1.5GB`, powers of ten; undefined when the text is no size. */
export function parseBytes(text: string): number | undefined {
  const [, amount, unit] = /^(\d+(?:\.\d+)?)\s*(B|KB|MB|GB)$/.exec(text) ?? [];
  return amount === undefined ? undefined : Number(amount) * unitBytes[unit as ByteUnit];
}

/** `820 MB`, `4.1 GB`, in three digits; `extra` asks for more. Powers of ten. */
export function formatBytes(bytes: number, extra = 0): string {
  if (!Number.isFinite(bytes)) return '–';
  const units: readonly ByteUnit[] = ['GB', 'MB', 'KB'];
  // Half a digit lower, or 999.7 KB would come out as "1000 KB".
  const unit = units.find((one) => Math.abs(bytes) >= unitBytes[one] * 0.9995) ?? 'B';
  const value = bytes / unitBytes[unit];
  const digits = 3 + extra - String(Math.trunc(Math.abs(value))).length;
  return `${String(Number(value.toFixed(Math.max(0, digits)))).replace('-', '−')} ${unit}`;
}
