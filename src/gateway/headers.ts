/** Headers about one connection and not about the message (RFC 9110, 7.6.1); length and encoding are needed to send it on. */
const aboutConnection = new Set(['connection', 'keep-alive', 'proxy-connection']);

/** Names and values one after another, as they came, without those about the connection. */
export function headersToPass(raw: readonly string[]): string[] {
  const named: string[] = [];
  const passed: string[] = [];
  for (let at = 0; at < raw.length; at += 2) {
    const [name = '', value = ''] = [raw[at], raw[at + 1]];
    const key = name.toLowerCase();
    if (key === 'connection') named.push(...value.toLowerCase().split(/\s*,\s*/));
    if (!aboutConnection.has(key)) passed.push(name, value);
  }
  const others = named.filter((name) => name !== 'keep-alive' && name !== 'close' && name !== '');
  return others.length === 0 ? passed : withoutNames(passed, new Set(others));
}

function withoutNames(raw: readonly string[], names: ReadonlySet<string>): string[] {
  return raw.filter((_, at) => !names.has((raw[at - (at % 2)] ?? '').toLowerCase()));
}
