import { annotation, mostAnnotations } from '../github.ts';
import { experimentLine } from './wording.ts';
import { worstFirst, type Gate } from './gate.ts';

/** Workflow commands of GitHub Actions, one for each experiment that is not simply passed, the worst first. */
export function renderGateAnnotations({ name, experiments }: Gate): string[] {
  const of = (level: 'error' | 'warning', those: Gate['experiments']) =>
    worstFirst(those)
      .slice(0, mostAnnotations)
      .map((one) => {
        const { experiment, word, sentence } = experimentLine(one);
        return annotation(level, `${name}: ${experiment}`, `${word}: ${sentence}`);
      });
  return [
    ...of(
      'error',
      experiments.filter(({ exitCode }) => exitCode !== 0),
    ),
    ...of(
      'warning',
      experiments.filter(({ exitCode, verdict }) => exitCode === 0 && verdict?.verdict === 'warn'),
    ),
  ];
}
