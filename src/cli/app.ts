import { buildApplication, buildRouteMap, help, text_en, UnsatisfiedPositionalError, version } from '@stricli/core';
import { clean } from './commands/clean.ts';
import { doctor } from './commands/doctor.ts';
import { edges } from './commands/edges.ts';
import { gate } from './commands/gate.ts';
import { judge } from './commands/judge.ts';
import { list } from './commands/list.ts';
import { open } from './commands/open.ts';
import { plan } from './commands/plan.ts';
import { reports } from './commands/reports.ts';
import { run } from './commands/run.ts';
import { status } from './commands/status.ts';

/** Every command. A new one is a file in `commands/` and a line here. */
const commands = { run, gate, plan, judge, list, reports, open, edges, doctor, status, clean };

/** What to give instead of nothing, by the name that usage lines have for it. */
const wanted: Readonly<Record<string, string>> = {
  experiment: 'proofload: give an experiment, which "proofload list" shows, or the path of a scenario or k6 script',
  target: 'proofload: give the file of a target, or an experiment, which "proofload list" shows',
  gate: 'proofload: give a gate, which "proofload list" shows',
  run: 'proofload: give the folder of a run, such as reports/shop-proof-20261121t093000z',
};

const text: typeof text_en = {
  ...text_en,
  exceptionWhileParsingArguments(error, colour) {
    const hint = error instanceof UnsatisfiedPositionalError ? wanted[error.placeholder] : undefined;
    return hint ?? text_en.exceptionWhileParsingArguments.call(this, error, colour);
  },
};

export function buildApp(currentVersion: string) {
  return buildApplication(
    buildRouteMap({
      routes: commands,
      docs: {
        brief:
          'Load, faults, and a verdict: loads a system, breaks it at known moments, and judges what happened against an SLO file',
      },
    }),
    { name: 'proofload', scanner: { caseStyle: 'allow-kebab-for-camel' }, localization: { text } },
    {
      help: help({
        brief: 'Print this help',
        formatting: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: true, onlyRequiredInUsageLine: true },
      }),
      version: version({ brief: 'Print the version', info: { currentVersion } }),
    },
  );
}
