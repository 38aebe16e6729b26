import { expect, test } from 'vitest';
import { candidatePorts, PortTaken, withPort } from './ports.ts';

test('every port of the range comes once, in an order that the seed decides', () => {
  const ports = [...candidatePorts(0.5)];
  expect(new Set(ports).size).toBe(12_000);
  expect([Math.min(...ports), Math.max(...ports)]).toEqual([20_000, 31_999]);
  expect([...candidatePorts(0.5)].slice(0, 5)).toEqual(ports.slice(0, 5));
  expect([...candidatePorts(0.25)][0]).not.toBe(ports[0]);
});

test('a taken port leads to the next one', async () => {
  const tried: number[] = [];
  const port = await withPort(
    (candidate) => {
      tried.push(candidate);
      return candidate === 3 ? Promise.resolve(candidate) : Promise.reject(new PortTaken());
    },
    [1, 2, 3, 4],
  );
  expect([port, tried]).toEqual([3, [1, 2, 3]]);
});

test('any other error ends it', async () => {
  await expect(withPort(() => Promise.reject(new Error('no such file')), [1, 2])).rejects.toThrow('no such file');
});

test('after twenty taken ports it gives up and says so', async () => {
  let tried = 0;
  const taken = withPort(() => {
    tried++;
    return Promise.reject(new PortTaken());
  });
  await expect(taken).rejects.toMatchObject({ code: 'no-free-port', exitCode: 7 });
  expect(tried).toBe(20);
});
