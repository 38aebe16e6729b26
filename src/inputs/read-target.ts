import { checkTarget, type CheckedTarget } from './check-target.ts';
import { Problems } from './problems.ts';
import { readModule } from './read-module.ts';
import type { Request } from './request.ts';

/**
 * Reads the target of a file: a target, a scenario, or a fault plan.
 *
 * @throws ProofloadError `bad-input` with every problem
 */
export async function readTarget(
  file: string,
  { projectRoot, targetOptions, allowRemote }: Pick<Request, 'projectRoot' | 'targetOptions' | 'allowRemote'>,
): Promise<CheckedTarget> {
  const problems = new Problems();
  const module = await readModule(file, projectRoot);
  if ('problems' in module) problems.addAll(module.problems);
  problems.throwIfAny();
  const value = 'value' in module ? module.value : undefined;
  const held = (value as { target?: unknown } | null | undefined)?.target ?? value;
  if ((held as { proofload?: unknown } | null | undefined)?.proofload !== 'target') {
    const hint = 'give a file whose default export is a target, or a scenario or fault plan with one';
    problems.add('this file has no target', { file }, hint);
  }
  problems.throwIfAny();
  const target = checkTarget(held, targetOptions, { allowRemote }, problems);
  problems.throwIfAny();
  if (target === undefined) throw new Error('the target is incomplete without a problem');
  return target;
}
