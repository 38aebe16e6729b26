import type { ServiceAction } from '../../model/faults/service.ts';
import { startChild, type Child } from '../../system/child.ts';
import { until } from '../../system/clock.ts';
import { processUsage } from '../../system/process-usage.ts';
import type { Scene, ServiceFault } from './service-fault.ts';

type Stress = Extract<ServiceAction, { kind: 'cpu-stress' | 'memory-stress' }>;

/** Beyond its time: healing is to be what ends it, and this what ends it when nobody is left to. */
const leaseMs = 30_000;
const actsWithinMs = 10_000;
/** Of stress-ng itself, before its workers begin. */
const startSeconds = 0.03;

/**
 * A neighbour on the service's machine: stress-ng uses up CPU or memory beside it. It takes from all on this machine, the load
 * generator too, which the run's validity tells.
 */
export const stress: ServiceFault<Stress> = {
  proofOf: () => ({ kind: 'own' }),
  prepare: (action, scene) => {
    let neighbour: Child | undefined;
    return {
      async apply() {
        neighbour = await start(action, scene);
        await untilItActs(neighbour, action);
        scene.seen('felt');
      },
      async heal() {
        if (neighbour === undefined) return;
        const { exit } = neighbour;
        neighbour.signal('SIGKILL', 'family');
        await neighbour.stop();
        scene.seen('clean');
        if (exit !== undefined) throw new Error(`it had ended before: ${lastWords(neighbour)}`);
      },
    };
  },
};

function start(action: Stress, { service, undo, env, forMs }: Scene): Promise<Child> {
  const seconds = Math.ceil((forMs + leaseMs) / 1000);
  const what =
    action.kind === 'cpu-stress'
      ? ['--cpu', String(action.workers), '--cpu-load', String(Math.round(action.load * 100))]
      : // Kept and left alone: otherwise it would use a CPU, too.
        ['--vm', '1', '--vm-bytes', String(action.bytes), '--vm-keep', '--vm-hang', '0'];
  const name = `stress-ng beside ${service.name}`;
  const args = [...what, '--timeout', String(seconds)];
  return startChild({ name, command: 'stress-ng', args, env }, undo);
}

async function untilItActs(neighbour: Child, action: Stress): Promise<void> {
  const waited = await until(
    () => {
      if (neighbour.exit !== undefined) return 'ended' as const;
      const { cpuSeconds = 0, memoryBytes = 0 } = processUsage(neighbour.pid) ?? {};
      const acts = action.kind === 'cpu-stress' ? cpuSeconds > startSeconds : memoryBytes >= action.bytes;
      return acts ? ('acts' as const) : undefined;
    },
    { timeoutMs: actsWithinMs, everyMs: 10, what: 'stress-ng' },
  );
  if (waited.met && waited.value === 'acts') return;
  throw new Error(`stress-ng did not begin within ${actsWithinMs / 1000} s: ${lastWords(neighbour)}`);
}

function lastWords(child: Child): string {
  return child.lastLog(3).join(' | ') || 'it printed nothing';
}
