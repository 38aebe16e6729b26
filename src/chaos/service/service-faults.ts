import type { ServiceAction } from '../../model/faults/service.ts';
import { cpuThrottle } from './cpu-throttle.ts';
import { clockSkew } from './clock-skew.ts';
import { disconnect } from './disconnect.ts';
import { diskFull } from './disk-full.ts';
import { kill } from './kill.ts';
import { pause } from './pause.ts';
import { restart } from './restart.ts';
import type { ServiceFault } from './service-fault.ts';
import { stress } from './stress.ts';

/** Every kind of fault on a service. A new one is a file beside this one and a line here. */
const serviceFaults = {
  pause,
  disconnect,
  kill,
  restart,
  'cpu-throttle': cpuThrottle,
  'cpu-stress': stress,
  'memory-stress': stress,
  'disk-full': diskFull,
  'clock-skew': clockSkew,
} satisfies {
  [K in ServiceAction['kind']]: ServiceFault<Extract<ServiceAction, { kind: K }>>;
};

export function serviceFaultOf(action: ServiceAction): ServiceFault<ServiceAction> {
  // The map above pairs every kind with its own action; methods are compared loosely enough to let that pass here.
  return serviceFaults[action.kind];
}
