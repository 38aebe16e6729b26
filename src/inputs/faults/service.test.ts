import { expect, test } from 'vitest';
import type { ProofloadError } from '../../diagnostic/error.ts';
import { databaseVerbs } from '../../define/faults/database.ts';
import { serviceVerbs } from '../../define/faults/service.ts';
import type { Fault } from '../../define/fault.ts';
import { describeAction } from '../../model/fault-action.ts';
import { checkFaultPlan, type FaultContext } from '../check-fault-plan.ts';
import { Problems } from '../problems.ts';

const { pause, kill, restart, cpuThrottle, cpuStress, memoryStress, diskFull, clockSkew } = serviceVerbs;
const { terminateConnections, lockTable, exhaustConnections, readOnly } = databaseVerbs;
const { replicaLag, pausePool, pauseWrites, memoryFull } = databaseVerbs;
const timing = { id: 'f', at: '10s', for: '10s' } as const;

function check(fault: Fault) {
  const problems = new Problems();
  const head = { proofload: 'fault-plan', definedAt: '', target: {}, journeys: [] };
  const plan = { ...head, recovery: '5s', params: {}, require: null, halt: [], faults: [fault] };
  const services = {
    api: { kind: 'node' },
    files: { kind: 'node', disk: 16e6 },
    db: { kind: 'postgres' },
    replica: { kind: 'postgres', replicaOf: 'db' },
    pool: { kind: 'pgbouncer' },
    cache: { kind: 'redis' },
    mail: { kind: 'external' },
  };
  const seed = { chosen: undefined, fallback: 1 };
  const load = { warmUpMs: 0, durationMs: 60_000, steps: null };
  const context = { ...load, seed, edges: ['api->db'], services } as unknown as FaultContext;
  const checked = checkFaultPlan(plan, 'chaos/f.ts', context, problems);
  return { checked, problems: messagesOf(problems) };
}

function messagesOf(problems: Problems): string[] {
  try {
    problems.throwIfAny();
    return [];
  } catch (error) {
    return (error as ProofloadError).problems.map(({ message, hint }) => [message, hint].filter(Boolean).join(': '));
  }
}

test.each<[Fault, string]>([
  [pause('api', timing), 'api paused'],
  [kill('db', timing), 'db killed'],
  [kill('db', { ...timing, restart: false }), 'db killed for good'],
  [restart('api', timing), 'api restarted in an orderly way'],
  [cpuThrottle('api', { ...timing, cpus: 0.2 }), 'api throttled to 0.2 CPUs'],
  [cpuStress('api', timing), '1 CPU hog of 100 % beside api'],
  [cpuStress('api', { ...timing, workers: 2, load: '50%' }), '2 CPU hogs of 50 % beside api'],
  [memoryStress('api', { ...timing, size: '256MB' }), '256 MB of memory used up beside api'],
  [diskFull('files', timing), 'disk of files full'],
  [clockSkew('api', { ...timing, by: '-5m' }), 'clock of api 300 s behind'],
  [clockSkew('api', { ...timing, by: '+1h' }), 'clock of api 60 min ahead'],
  [terminateConnections('db', timing), 'connections of db terminated'],
  [terminateConnections('db', { ...timing, every: '2s' }), 'connections of db terminated every 2 s'],
  [lockTable('db', { ...timing, table: 'shop.orders' }), 'table shop.orders of db locked'],
  [exhaustConnections('db', timing), 'connections of db used up'],
  [exhaustConnections('db', { ...timing, leave: 3 }), 'connections of db used up but 3'],
  [readOnly('db', timing), 'db read-only'],
  [replicaLag('replica', timing), 'replica stands still'],
  [replicaLag('replica', { ...timing, by: '2s' }), 'replica 2 s behind'],
  [pausePool('pool', timing), 'pool pool paused'],
  [pauseWrites('cache', timing), 'writes to cache paused'],
  [memoryFull('cache', timing), 'memory of cache full'],
  [kill('cache', timing), 'cache killed'],
])('what is written is what is planned: %#', (fault, description) => {
  const { checked, problems } = check(fault);
  expect(problems).toEqual([]);
  const [planned] = checked!.faults;
  expect(describeAction(planned!.action, planned!.on)).toBe(description);
});

test.each<[Fault, RegExp]>([
  [pause('apo', timing), /no service "apo".*api/],
  [pause('mail', timing), /pause cannot be put on "mail": the run does not start it/],
  [kill('api', { ...timing, restart: 'yes' as never }), /restart is "yes": expected true or false/],
  [restart('api', { ...timing, within: '5s' } as never), /no field "within"/],
  [cpuThrottle('api', { ...timing, cpus: 0 }), /cpus is 0: must be at least 0\.01/],
  [cpuThrottle('api', { ...timing, cpus: '20%' as never }), /cpus is "20%": expected a number of CPUs/],
  [cpuStress('api', { ...timing, load: '120%' }), /load is "120%": expected a share/],
  [cpuStress('api', { ...timing, workers: 1.5 }), /workers is 1\.5/],
  [memoryStress('api', { ...timing, size: '10B' }), /size is "10B": must be at least 1MB/],
  [diskFull('api', timing), /no disk of its own: give it one in the target/],
  [diskFull('db', timing), /"postgres", and this is for "node"/],
  [clockSkew('api', { ...timing, by: '5m' as never }), /by is "5m": expected a time with its sign/],
  [clockSkew('api', { ...timing, by: '+500ms' }), /must be from 2s to 24h/],
  [lockTable('api', { ...timing, table: 'orders' }), /lock-table cannot be put on "api": .*"node"/],
  [lockTable('db', { ...timing, table: 'orders; drop table users' }), /table is .*: expected a table/],
  [terminateConnections('db', { ...timing, every: '10ms' }), /every must be at least 50ms/],
  [exhaustConnections('db', { ...timing, leave: -1 }), /leave is -1: expected 0 or more/],
  [replicaLag('db', timing), /replica-lag cannot be put on "db": it follows no other database.*replicaOf/],
  [replicaLag('cache', timing), /"redis", and this is for "postgres"/],
  [replicaLag('replica', { ...timing, by: '50ms' }), /by must be at least 100ms: less is usual/],
  [readOnly('replica', timing), /it is a replica, which can only be read anyway/],
  [lockTable('replica', { ...timing, table: 'orders' }), /it is a replica, which can only be read anyway/],
  [pausePool('db', timing), /pause-pool cannot be put on "db": .*"postgres", and this is for "pgbouncer"/],
  [pauseWrites('pool', timing), /"pgbouncer", and this is for "redis"/],
  [memoryFull('mail', timing), /"external", and this is for "redis"/],
])('what cannot be meant is refused, with what was expected: %#', (fault, message) => {
  expect(check(fault).problems).toEqual([expect.stringMatching(message)]);
});
