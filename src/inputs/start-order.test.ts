import { describe, expect, it } from 'vitest';
import { startOrder } from './start-order.ts';

const edge = (from: string, to: string) => ({ from, to });

describe('startOrder', () => {
  it('starts services after those that they need', () => {
    expect(startOrder(['api', 'ai', 'db'], [edge('k6', 'api'), edge('api', 'ai'), edge('api', 'db')])).toEqual({
      order: ['ai', 'db', 'api'],
    });
  });

  it('names services that wait for each other', () => {
    expect(startOrder(['a', 'b', 'c'], [edge('a', 'b'), edge('b', 'a'), edge('c', 'a')])).toEqual({
      circle: ['a', 'b', 'c'],
    });
  });
});
