import type { Answer, Capture } from '../define/capture.ts';
import { isInStep } from './native.ts';
import { check } from './k6.ts';
import { journeyEnd } from './pass.ts';

/** What is not there ends the journey at once: code that goes on without it would only fail in a stranger way. */
function captured<T>(what: string, find: () => T | null | undefined): T {
  if (!isInStep()) throw new TypeError('capture is for the inside of a step');
  const value = find();
  const isThere = value !== undefined && value !== null;
  check(null, { [`has ${what}`]: () => isThere });
  if (!isThere) throw journeyEnd;
  return value;
}

const bodyOf = ({ body }: Answer): string => (typeof body === 'string' ? body : '');

export const capture: Capture = {
  json: (answer, path) =>
    captured(path, () => {
      try {
        return answer.json(path);
      } catch {
        return undefined; // no JSON, or no body at all
      }
    }),
  header: ({ headers }, name) =>
    captured(`header ${name}`, () => {
      const known = Object.keys(headers).find((one) => one.toLowerCase() === name.toLowerCase());
      return known === undefined ? undefined : headers[known];
    }),
  cookie: ({ cookies }, name) => captured(`cookie ${name}`, () => cookies[name]?.[0]?.value),
  match: (answer, pattern) =>
    captured(String(pattern), () => {
      const [all, group] = new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).exec(bodyOf(answer)) ?? [];
      return group ?? all;
    }),
  html: (answer, css, attribute) =>
    captured(attribute === undefined ? css : `${css} ${attribute}`, () => {
      if (bodyOf(answer) === '') return undefined;
      const found = answer.html(css);
      if (found.size() === 0) return undefined;
      return attribute === undefined ? found.first().text() : found.first().attr(attribute);
    }),
};
