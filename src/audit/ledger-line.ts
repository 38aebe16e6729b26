/** A line of `ledger.ndjson`, as `go/k6/ledger.go` writes it. */
export type LedgerLine =
  | { readonly kind: 'header'; readonly unixMs: number }
  | { readonly kind: 'ledger'; readonly number: number; readonly name: string }
  | {
      readonly kind: 'write';
      readonly ledger: number;
      readonly atUs: number;
      readonly key: string;
      readonly value: string | undefined;
    }
  | { readonly kind: 'outcome'; readonly mark: 'a' | 'r' | 'u'; readonly write: number; readonly atUs: number }
  | {
      readonly kind: 'read';
      readonly seen: boolean;
      readonly ledger: number;
      readonly key: string;
      readonly begunUs: number;
    };

/** Undefined: it is none. By hand, since there are millions of them. */
export function parseLedgerLine(text: string): LedgerLine | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  return Array.isArray(value) ? parseArray(value) : parseObject(value);
}

function parseArray([mark, first, second, third, fourth]: readonly unknown[]): LedgerLine | undefined {
  if (typeof first !== 'number') return undefined;
  switch (mark) {
    case 'w':
      if (typeof second !== 'number' || typeof third !== 'string') return undefined;
      if (fourth !== undefined && typeof fourth !== 'string') return undefined;
      return { kind: 'write', ledger: first, atUs: second, key: third, value: fourth };
    case 'a':
    case 'r':
    case 'u':
      return typeof second === 'number' ? { kind: 'outcome', mark, write: first, atUs: second } : undefined;
    case 's':
    case 'm':
      if (typeof second !== 'string' || typeof third !== 'number') return undefined;
      return { kind: 'read', seen: mark === 's', ledger: first, key: second, begunUs: third };
    default:
      return undefined;
  }
}

function parseObject(value: unknown): LedgerLine | undefined {
  const { version, unixMs, ledger, name } = Object(value) as Readonly<Record<string, unknown>>;
  if (version === 1 && typeof unixMs === 'number') return { kind: 'header', unixMs };
  return typeof ledger === 'number' && typeof name === 'string' ? { kind: 'ledger', number: ledger, name } : undefined;
}
