import type { SampledPoint } from './sampled-line.ts';

const [comma, minus, point, zero, nine, open, close] = [0x2c, 0x2d, 0x2e, 0x30, 0x39, 0x5b, 0x5d];

/** So many digits are exact as an integer, and so is their quotient by a power of ten: it is rounded once. */
const mostDigits = 15;

/**
 * Scans `[0,1003,0.41]`: three numbers of at most 15 digits each, without an exponent. Undefined when the bytes are
 * anything else, which is for `JSON.parse` to tell: it takes several times as long, and an hour has a hundred thousand points.
 */
export function scanPoint(bytes: Uint8Array, from: number, to: number): SampledPoint | undefined {
  if (bytes[from] !== open) return undefined;
  const told: [number, number, number] = [0, 0, 0];
  let at = from + 1;
  for (let index = 0; index < 3; index++) {
    const begun = at;
    at = endOfDecimal(bytes, at);
    if (bytes[at] !== (index < 2 ? comma : close)) return undefined;
    told[index] = decimal(bytes, begun, at);
    at += 1;
  }
  return at === to && !Number.isNaN(told[0] + told[1] + told[2]) ? told : undefined;
}

function endOfDecimal(bytes: Uint8Array, from: number): number {
  let at = from;
  for (let byte = bytes[at] ?? 0; isDigit(byte) || byte === point || byte === minus; byte = bytes[++at] ?? 0);
  return at;
}

/** NaN for what is too long, and for what JSON does not take, such as leading zeros. */
function decimal(bytes: Uint8Array, from: number, to: number): number {
  const isNegative = bytes[from] === minus;
  const begun = isNegative ? from + 1 : from;
  let [digits, unit, dot] = [0, 1, to];
  for (let at = begun; at < to; at++) {
    const byte = bytes[at] ?? 0;
    if (isDigit(byte)) {
      digits = digits * 10 + (byte - zero);
      if (at > dot) unit *= 10;
    } else if (byte === point && dot === to) dot = at;
    else return NaN;
  }
  const isJson = dot > begun && dot !== to - 1 && (bytes[begun] !== zero || dot === begun + 1);
  if (!isJson || to - begun > mostDigits + (dot < to ? 1 : 0)) return NaN;
  return (isNegative ? -digits : digits) / unit;
}

const isDigit = (byte: number): boolean => byte >= zero && byte <= nine;
