import { buildApplication, buildRouteMap } from '@stricli/core';
import { clean } from './commands/clean.ts';
import { doctor } from './commands/doctor.ts';
import { gate } from './commands/gate.ts';
import { judge } from './commands/judge.ts';
import { list } from './commands/list.ts';
import { plan } from './commands/plan.ts';
import { run } from './commands/run.ts';

/** Every command. A new one is a file in `commands/` and a line here. */
const commands = { run, gate, plan, judge, list, doctor, clean };

export function buildApp(version: string) {
  return buildApplication(
    buildRouteMap({
      routes: commands,
      docs: { brief: 'Load, faults, and a verdict: loads a system, breaks it at known moments, and judges what happened against an SLO file' },
    }),
    {
      name: 'proofload',
      versionInfo: { currentVersion: version },
      scanner: { caseStyle: 'allow-kebab-for-camel' },
      documentation: { caseStyle: 'convert-camel-to-kebab', useAliasInUsageLine: true },
    },
  );
}
