import { expect, test, vi } from 'vitest';
import { NotAsPlanned } from '../breakable.ts';
import { endsWith, type OwnServer } from './ends-with.ts';

const refused = new Error('connect ECONNREFUSED');
const tell = (): void => undefined;

function put(heal: () => Promise<void>, own: OwnServer | null) {
  const sessions = { close: vi.fn(), unref: vi.fn() };
  const acting = { apply: () => Promise.resolve(), heal: vi.fn(heal) };
  return { ...endsWith(acting, { name: 'cache', own, sessions }), sessions, asked: acting.heal };
}

test('a fault is healed, and its sessions are closed', async () => {
  const fault = put(() => Promise.resolve(), { pid: () => 1 });
  await fault.apply(tell);
  await fault.heal(tell);
  expect(fault.sessions.close).toHaveBeenCalledOnce();
});

test('a server of the run that has ended took its fault along, and is not asked', async () => {
  const fault = put(() => Promise.reject(refused), { pid: () => undefined });
  await fault.apply(tell);
  await expect(fault.heal(tell)).rejects.toThrow(
    new NotAsPlanned('cache ended while it was on, and with cache the fault'),
  );
  expect(fault.asked).not.toHaveBeenCalled();
  expect(fault.sessions.close).toHaveBeenCalledOnce();
});

test('one that ends while it is asked did so, too', async () => {
  let pid: number | undefined = 1;
  const heal = async (): Promise<void> => {
    setTimeout(() => (pid = undefined), 50);
    await Promise.reject(refused);
  };
  const fault = put(heal, { pid: () => pid });
  await fault.apply(tell);
  await expect(fault.heal(tell)).rejects.toThrow(NotAsPlanned);
});

test.each<[string, OwnServer | null]>([
  ['lives and cannot be asked', { pid: () => 1 }],
  ['is not of this run', null],
])('of a server that %s nobody knows, and it can be tried again', async (_, own) => {
  const fault = put(() => Promise.reject(refused), own);
  await fault.apply(tell);
  await expect(fault.heal(tell)).rejects.toBe(refused);
  expect(fault.sessions.close).not.toHaveBeenCalled();
  expect(fault.sessions.unref).toHaveBeenCalledOnce();
});

test('one that ended before the fault was put on has taken nothing along', async () => {
  const fault = put(() => Promise.resolve(), { pid: () => undefined });
  await fault.heal(tell);
  expect(fault.sessions.close).toHaveBeenCalledOnce();
});
