import { formatInstant, formatLength } from '../format.ts';
import { fit, line, list, md, signs, table } from '../markdown-blocks.ts';
import { nameOf } from '../wording.ts';
import { gateExitCode, worstFirst, type Gate, type GateExperiment } from './gate.ts';
import { experimentLine, gateLook, gateSentence } from './wording.ts';

/** `summary.md` of a gate: the verdict, then its experiments, the worst first, with the objectives that are to blame. */
export function renderGateMarkdown(gate: Gate): string {
  const { kind, done } = gateLook(gate);
  const experiments = worstFirst(gate.experiments);
  return fit([
    line(`## ${signs[kind]} Gate ${md(gate.name)}: ${done.toLowerCase()}. ${gateSentence(gate)}`),
    line(`Started ${md(formatInstant(gate.startedAt))}, exit code ${gateExitCode(gate.experiments)}, ${md(gate.id)}.`),
    table(
      '### Experiments',
      '|  | Experiment | Verdict | Objectives | Load | Exit code |',
      '|---|---|---|---|---:|---:|',
      experiments.map(row),
    ),
    ...experiments.map(({ experiment, verdict }) =>
      list(
        `### To blame in ${md(experiment)}`,
        (verdict?.objectives ?? [])
          .filter((one) => one.verdict === 'fail' || one.verdict === 'inconclusive' || one.verdict === 'warn')
          .map((one) => `- ${signs[one.verdict]} **${md(nameOf(one))}**: ${md(one.reason)}`),
      ),
    ),
  ]);
}

function row(one: GateExperiment): string {
  const { kind, word, experiment, sentence, objectives } = experimentLine(one);
  const load = one.verdict === null ? '–' : formatLength(one.verdict.durationMs);
  return `| ${signs[kind]} ${word} | ${md(experiment)} | ${md(sentence)} | ${objectives} | ${load} | ${one.exitCode} |`;
}
