import type { ObjectiveVerdict, RunVerdict } from '../../model/verdict.ts';
import { looks } from '../wording.ts';
import { html, raw, type Html } from './html.ts';

/** Strokes in a box of 24 by 24. */
const strokes = {
  pass: '<path d="M6.5 12.5l3.8 3.8 7.4-8"/>',
  warn: '<path d="M12 6.3v7.2"/><path d="M12 17.3v.1"/>',
  fail: '<path d="M8 8l8 8M16 8l-8 8"/>',
  inconclusive: '<path d="M9 9.3a3 3 0 1 1 4.3 2.7c-.9.4-1.3 1-1.3 1.9"/><path d="M12 17.2v.1"/>',
  invalid: '<path d="M9 9.3a3 3 0 1 1 4.3 2.7c-.9.4-1.3 1-1.3 1.9"/><path d="M12 17.2v.1"/>',
  info: '<path d="M12 10.8v6.4"/><path d="M12 6.8v.1"/>',
  'not-evaluated': '<path d="M8 12h8"/>',
} as const satisfies Record<ObjectiveVerdict | RunVerdict, string>;

/** A round sign; the word always stands beside it. */
export function mark(kind: ObjectiveVerdict | RunVerdict, size: number): Html {
  return html`<svg class="mark" width="${size}" height="${size}" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="12" />
    ${raw(strokes[kind])}
  </svg>`;
}

export function badge(kind: ObjectiveVerdict): Html {
  return html`<span class="badge is-${kind}">${mark(kind, 18)}${looks[kind].word}</span>`;
}

const colours = {
  pass: '%231a7f43',
  warn: '%239a6700',
  fail: '%23c4232e',
  inconclusive: '%236b4fbb',
  invalid: '%236b4fbb',
} as const satisfies Record<RunVerdict, string>;

/** The tab of the browser shows the verdict. */
export function icon(kind: RunVerdict): Html {
  const svg =
    `<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 24 24'><circle cx='12' cy='12' r='12' fill='${colours[kind]}'/>` +
    `<g fill='none' stroke='white' stroke-width='2.6' stroke-linecap='round'>${strokes[kind].replaceAll('"', "'")}</g></svg>`;
  return raw(`<link rel="icon" href="data:image/svg+xml,${svg.replaceAll('<', '%3C').replaceAll('>', '%3E')}">`);
}
