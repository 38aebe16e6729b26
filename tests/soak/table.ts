import { isClean, type Outcome } from './play.ts';
import { stages, victims } from './strata.ts';

/** A row a victim and stage: how often, how often nothing was left, and how long that took at worst. Markdown. */
export function renderTable(outcomes: readonly Outcome[]): string {
  const rows = victims.flatMap((victim) =>
    stages.flatMap((stage) => {
      const here = outcomes.filter((one) => one.victim === victim && one.stage === stage);
      if (here.length === 0) return [];
      const times = here.flatMap(({ cleanMs }) => cleanMs ?? []);
      const worst = times.length < here.length ? 'never' : `${Math.round(Math.max(...times))} ms`;
      return [`| ${victim} | ${stage} | ${here.length} | ${here.filter(isClean).length} | ${worst} |`];
    }),
  );
  return [
    '| killed | stage | times | clean within 5 s | at the latest after |',
    '| --- | --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}
