import { formatDataSize } from '../data-size.ts';
import { formatDuration } from '../duration.ts';

/** What can be done to the processes of a service that the run started. */
export type ServiceAction =
  | { readonly kind: 'pause' }
  /** Its container is in no network. */
  | { readonly kind: 'disconnect' }
  /** Dead for the fault's length; then started again, unless it is to stay dead. */
  | { readonly kind: 'kill'; readonly restart: boolean }
  /** Asked to end, and started again as soon as it has. */
  | { readonly kind: 'restart' }
  /** All of its processes together get so many CPUs. */
  | { readonly kind: 'cpu-throttle'; readonly cpus: number }
  /** Beside it, so many workers each use up the share `load` (0-1) of a CPU. */
  | { readonly kind: 'cpu-stress'; readonly workers: number; readonly load: number }
  /** Beside it, so much memory is used. */
  | { readonly kind: 'memory-stress'; readonly bytes: number }
  /** Its own disk has no room left. */
  | { readonly kind: 'disk-full' }
  /** Its clock is ahead by so much; below 0: behind. */
  | { readonly kind: 'clock-skew'; readonly byMs: number };

const describe: { [K in ServiceAction['kind']]: (action: Extract<ServiceAction, { kind: K }>, on: string) => string } =
  {
    pause: (_action, on) => `${on} paused`,
    disconnect: (_action, on) => `${on} cut off the network`,
    kill: ({ restart }, on) => (restart ? `${on} killed` : `${on} killed for good`),
    restart: (_action, on) => `${on} restarted in an orderly way`,
    'cpu-throttle': ({ cpus }, on) => `${on} throttled to ${cpus} CPUs`,
    'cpu-stress': ({ workers, load }, on) =>
      `${workers} CPU ${workers === 1 ? 'hog' : 'hogs'} of ${Math.round(load * 100)} % beside ${on}`,
    'memory-stress': ({ bytes }, on) => `${formatDataSize(bytes)} of memory used up beside ${on}`,
    'disk-full': (_action, on) => `disk of ${on} full`,
    'clock-skew': ({ byMs }, on) => `clock of ${on} ${formatDuration(Math.abs(byMs))} ${byMs < 0 ? 'behind' : 'ahead'}`,
  };

export function isServiceAction(action: { readonly kind: string }): action is ServiceAction {
  return Object.hasOwn(describe, action.kind);
}

/** `api paused`. */
export function describeService(action: ServiceAction, service: string): string {
  // The map above pairs every kind with its own action.
  return (describe[action.kind] as (action: ServiceAction, on: string) => string)(action, service);
}
