import { levelUnit } from '../model/breakpoint.ts';
import type { Environment, RanService } from '../model/environment.ts';
import type { ValidityCheck, Verdict } from '../model/verdict.ts';
import { formatApart, formatRate, formatValue, plural } from './format.ts';
import { plain } from './plain-text.ts';

// What every report says about a run in the same words: its load, its choices, its machine, its validity.

/** `all 12 checks hold`, `2 of 12 checks do not hold`, with what was not measured; null in verdicts of before. */
export function validityOf({ validity }: Verdict): string | null {
  const judged = validity.filter(({ limit }) => limit !== null);
  const measured = judged.filter(({ observed }) => observed !== null);
  if (judged.length === 0) return null;
  const broken = measured.filter(({ holds }) => !holds).length;
  const found =
    broken > 0 ? `${broken} of ${measured.length} checks do not hold` : `all ${measured.length} checks hold`;
  const unmeasured = judged.length - measured.length;
  return unmeasured === 0 ? found : `${found}, ${unmeasured} not measured`;
}

/** `≤ 20 ms`; empty for what is for information. */
export function checkLimitOf({ limit, unit, atMost }: ValidityCheck): string {
  return limit === null ? '' : `${atMost ? '≤' : '≥'} ${formatValue(limit, unit)}`;
}

export function checkObservedOf({ observed, limit, unit }: ValidityCheck): string {
  if (observed === null) return 'not measured';
  return formatApart(observed, unit, limit === null ? [] : [limit]);
}

/** `db=postgres pool=20`, sorted by name. */
export function optionsOf(verdict: Verdict): string {
  return pairs(verdict.targetOptions);
}

/** What the faults depended on: `delay=500ms, picked by seed 4`; empty where it is the plan alone. */
export function faultChoicesOf({ faultParams, faultSeed }: Verdict): string {
  return [pairs(faultParams), faultSeed === null ? '' : `picked by seed ${faultSeed}`].filter(Boolean).join(', ');
}

/** What the command line said about the run: `team=checkout`. */
export function tagsOf(verdict: Verdict): string {
  return pairs(verdict.tags);
}

function pairs(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
    .map(([name, value]) => `${plain(name)}=${plain(value)}`)
    .join(' ');
}

/** `passes up to 118 users; p95 of response_time … from 131 users on`; null when no breakpoint was looked for. */
export function breakpointOf({ breakpoint, loadModel }: Verdict): string | null {
  if (breakpoint === null) return null;
  const { passedLevel, failedLevel, reason } = breakpoint;
  if (failedLevel === null) return plain(reason);
  const passed =
    passedLevel === null ? 'no load passes' : `passes up to ${formatValue(passedLevel, levelUnit(loadModel))}`;
  return `${passed}; ${plain(reason)}`;
}

/** `linux 6.1.0 x64, 2 processors`. */
export function machineOf({ platform, arch, cpus }: Environment): string {
  return `${plain(platform)} ${plain(arch)}, ${plural(cpus, 'processor')}`;
}

/** `in containers: api, db; as processes: advisor (2 replicas); running already: payments`. */
export function servicesOf({ services }: Environment): string {
  const places: (readonly [string, (one: RanService) => boolean])[] = [
    ['in containers', ({ container }) => container],
    ['as processes', ({ kind, container }) => !container && kind !== 'external'],
    ['running already', ({ kind, container }) => !container && kind === 'external'],
  ];
  return places
    .map(([where, isThere]) => [where, services.filter(isThere).map(calledService).join(', ')] as const)
    .filter(([, names]) => names !== '')
    .map(([where, names]) => `${where}: ${names}`)
    .join('; ');
}

function calledService({ name, replicas }: RanService): string {
  return `${plain(name)}${replicas === 1 ? '' : ` (${replicas} replicas)`}`;
}

/** `front->stock is the proxy "stock" of the Toxiproxy at http://127.0.0.1:8474`, for each edge that was adopted. */
export function adoptedOf({ adopted }: Environment): string[] {
  return adopted.map(({ edge, proxy, toxiproxy }) =>
    plain(`${edge} is the proxy "${proxy}" of the Toxiproxy at ${toxiproxy}`),
  );
}

/** Of the services what a reader would not expect: that some are in containers, that edges are proxies of somebody else. */
export function unusualOf(environment: Environment): string[] {
  const contained = environment.services.some(({ container }) => container);
  return [...(contained ? [servicesOf(environment)] : []), ...adoptedOf(environment)];
}

/** Over the whole run, as a person asks for it. */
export function overallRate(verdict: Verdict): string | null {
  return verdict.durationMs > 0 && verdict.requests > 0
    ? formatRate((verdict.requests / verdict.durationMs) * 1000)
    : null;
}
