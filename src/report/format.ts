import { formatBytes } from '../model/bytes.ts';
import type { Unit } from '../model/unit.ts';

// How numbers look in every report. No locale and no Intl, so that the same verdict gives the same bytes anywhere.

const none = '–';
const maxExtraDigits = 4;

/** `0.42 ms`, `412 ms`, `1.03 s`, `75.5 s`, `12 min`; `extra` asks for more digits than a person usually needs. */
export function formatMs(ms: number, extra = 0): string {
  if (!Number.isFinite(ms)) return none;
  const magnitude = Math.abs(ms);
  // The bounds lie half a digit lower, or 999.7 ms would come out as "1000 ms".
  if (magnitude >= 599_950) return `${trim(ms / 60_000, 1 + extra)} min`;
  if (magnitude >= 999.5) return `${trim(ms / 1000, (magnitude < 9995 ? 2 : 1) + extra)} s`;
  return `${trim(ms, (magnitude < 0.995 ? 2 : magnitude < 9.95 ? 1 : 0) + extra)} ms`;
}

/** A share of 1 as `0.27 %`, `12.3 %`, `99.95 %`. What is not quite none or all never reads as `0 %` or `100 %`. */
export function formatShare(share: number, extra = 0): string {
  if (!Number.isFinite(share)) return none;
  const percent = share * 100;
  const digits = (percent < 10 || percent > 90 ? 2 : 1) + extra;
  for (let more = 0; more <= maxExtraDigits; more++) {
    const text = trim(percent, digits + more);
    if ((text === '0' && percent !== 0) || (text === '100' && percent !== 100)) continue;
    return `${text} %`;
  }
  return percent < 50 ? '< 0.0001 %' : '> 99.9999 %';
}

/** `0.25 /s`, `74.8 /s`, `1,240 /s`. */
export function formatRate(perSecond: number, extra = 0): string {
  if (!Number.isFinite(perSecond)) return none;
  const magnitude = Math.abs(perSecond);
  const [whole = '', fraction] = trim(perSecond, (magnitude < 9.995 ? 2 : magnitude < 99.95 ? 1 : 0) + extra).split(
    '.',
  );
  return `${group(whole)}${fraction === undefined ? '' : `.${fraction}`} /s`;
}

/** `12,310`. */
export function formatCount(count: number): string {
  return Number.isFinite(count) ? group(String(Math.round(count))) : none;
}

/** The same; nothing where nobody counted. */
export function countOrNone(count: number | null): string {
  return count === null ? none : formatCount(count);
}

/** `1,204`, `3.25`. */
function formatNumber(value: number, extra = 0): string {
  return formatRate(value, extra).replace(' /s', '');
}

/** `43 users`. */
function formatUsers(users: number, extra = 0): string {
  return `${formatNumber(users, extra)} ${users === 1 ? 'user' : 'users'}`;
}

type Format = (value: number, extra?: number) => string;

const each =
  (format: Format, unit: string): Format =>
  (value, extra) =>
    `${format(value, extra)}${unit}`;

const formats = {
  ms: formatMs,
  share: formatShare,
  '/s': formatRate,
  '/min': each(formatNumber, ' /min'),
  users: formatUsers,
  number: formatNumber,
  bytes: formatBytes,
  'ms/h': each(formatMs, '/h'),
  'share/h': each(formatShare, '/h'),
  '/h': each(formatNumber, ' /h'),
  'bytes/h': each(formatBytes, '/h'),
} satisfies Record<Unit, Format>;

export function formatValue(value: number, unit: Unit): string {
  return formats[unit](value);
}

/** As `formatValue`, with as many more digits as tell it apart from `others`: 500.3 ms misses a limit of 500 ms. */
export function formatApart(value: number, unit: Unit, others: readonly number[]): string {
  const format = formats[unit];
  for (let extra = 0; extra <= maxExtraDigits; extra++) {
    const text = format(value, extra);
    if (others.every((other) => other === value || format(other, extra) !== text)) return text;
  }
  return format(value);
}

/** A moment of the timeline: `0:30`, `0:30.4`, `1:02:03`. */
export function formatMoment(ms: number): string {
  if (!Number.isFinite(ms)) return none;
  const tenths = Math.round(Math.abs(ms) / 100);
  const seconds = Math.floor(tenths / 10);
  const fraction = tenths % 10 === 0 ? '' : `.${tenths % 10}`;
  const two = (n: number) => String(n).padStart(2, '0');
  const minutes = Math.floor(seconds / 60);
  const head = minutes < 60 ? `${minutes}` : `${Math.floor(minutes / 60)}:${two(minutes % 60)}`;
  return `${ms < 0 && tenths > 0 ? '−' : ''}${head}:${two(seconds % 60)}${fraction}`;
}

/** A length that a person plans with: `5.2 s`, `1 min 12 s`, `1 h 0 min`. */
export function formatLength(ms: number): string {
  if (!Number.isFinite(ms)) return none;
  if (ms < 60_000) return formatMs(ms);
  const seconds = Math.round(ms / 1000);
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min${seconds % 60 === 0 ? '' : ` ${seconds % 60} s`}`;
  const minutes = Math.round(seconds / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `2026-11-21 10:58:03 UTC` of an ISO time in UTC; anything else as it is. */
export function formatInstant(iso: string): string {
  const match = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?Z$/.exec(iso);
  return match === null ? iso : `${match[1] ?? ''} ${match[2] ?? ''} UTC`;
}

/** `1 request`, `2 requests`. */
export function plural(count: number, one: string, many = `${one}s`): string {
  return `${formatCount(count)} ${count === 1 ? one : many}`;
}

function trim(value: number, digits: number): string {
  const text = String(Number(value.toFixed(digits)));
  return text === '-0' ? '0' : text.replace('-', '−');
}

function group(digits: string): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, ',');
}
