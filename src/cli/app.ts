import { buildApplication, buildRouteMap, help, version } from '@stricli/core';
import { clean } from './commands/clean.ts';
import { doctor } from './commands/doctor.ts';
import { gate } from './commands/gate.ts';
import { judge } from './commands/judge.ts';
import { list } from './commands/list.ts';
import { plan } from './commands/plan.ts';
import { run } from './commands/run.ts';

/** Every command. A new one is a file in `commands/` and a line here. */
const commands = { run, gate, plan, judge, list, doctor, clean };

export function buildApp(currentVersion: string) {
  return buildApplication(
    buildRouteMap({
      routes: commands,
      docs: {
        brief:
          'Load, faults, and a verdict: loads a system, breaks it at known moments, and judges what happened against an SLO file',
      },
    }),
    { name: 'proofload', scanner: { caseStyle: 'allow-kebab-for-camel' } },
    {
      help: help({
        brief: 'Print this help',
        formatting: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: true, onlyRequiredInUsageLine: true },
      }),
      version: version({ brief: 'Print the version', info: { currentVersion } }),
    },
  );
}
