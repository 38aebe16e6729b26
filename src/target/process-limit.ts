import type { Child } from '../system/child.ts';
import {
  cpuGroupOf,
  findCpuHierarchy,
  makeCpuGroup,
  moveToGroup,
  newCpuGroupPath,
  pidsIn,
  removeCpuGroup,
  timesThrottled,
} from '../system/cpu-group.ts';
import type { CpuLimit } from '../system/cpu-limit.ts';
import type { UndoLog } from '../undo/undo-log.ts';

/** A control group of our own, which holds all processes of a child for as long as their CPU is limited. */
export async function prepareProcessLimit(
  child: Child,
  cpus: number,
  undo: Pick<UndoLog, 'runId' | 'enter'>,
): Promise<CpuLimit> {
  const hierarchy = findCpuHierarchy();
  if ('why' in hierarchy) throw new Error(hierarchy.why);
  const { pid, name } = child;
  const [path, home] = [newCpuGroupPath(`${undo.runId}-${name}`, hierarchy), cpuGroupOf(pid, hierarchy)];
  const entered = await undo.enter({ kind: 'cpu-group', path, home });
  makeCpuGroup(path, cpus, hierarchy);
  await entered.made();
  return {
    put() {
      // Twice: what is forked between reading and moving is where its parent was.
      for (let round = 0; round < 2; round++) moveToGroup(path, child.family().map((row) => row.pid)); // prettier-ignore
      if (!pidsIn(path).includes(pid)) throw new Error(`${name} could not be moved to ${path}`);
      return Promise.resolve();
    },
    timesThrottled: () => Promise.resolve(timesThrottled(path)),
    async lift() {
      await removeCpuGroup(path, home);
      await entered.undone();
    },
  };
}
