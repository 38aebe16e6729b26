import type { Report } from '../reports.ts';
import { gateExitCode, type Gate } from './gate.ts';
import { renderGateMarkdown } from './markdown.ts';
import { renderGatePage } from './page.ts';
import { experimentLine, gateSentence } from './wording.ts';

/** Every file that a gate is reported in; `gate.json` is for programs. */
export function gateReportsOf(gate: Gate): readonly Report[] {
  return [
    { name: 'gate.json', render: () => renderGateJson(gate) },
    { name: 'report.html', render: () => renderGatePage(gate) },
    { name: 'summary.md', render: () => renderGateMarkdown(gate) },
  ];
}

function renderGateJson(gate: Gate): string {
  const document = {
    version: 1,
    gate: gate.name,
    id: gate.id,
    startedAt: gate.startedAt,
    exitCode: gateExitCode(gate.experiments),
    sentence: gateSentence(gate),
    experiments: gate.experiments.map((one) => ({
      experiment: one.experiment,
      verdict: one.verdict?.verdict ?? 'not run',
      sentence: experimentLine(one).sentence,
      exitCode: one.exitCode,
      runId: one.verdict?.runId ?? null,
      folder: one.folder,
    })),
  };
  return `${JSON.stringify(document, null, 2)}\n`;
}
