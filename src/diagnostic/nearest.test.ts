import { describe, expect, it } from 'vitest';
import { didYouMean, nearest } from './nearest.ts';

describe('nearest', () => {
  it.each([
    ['serch', ['search', 'login'], 'search'],
    ['http_req_duraton', ['http_reqs', 'http_req_duration'], 'http_req_duration'],
    ['api->bd', ['api->db', 'api->ai'], 'api->db'],
    ['of', ['on', 'off'], 'off'],
    ['Breaker', ['breaker'], 'breaker'],
    ['zzz', ['search', 'login'], undefined],
  ])('of %s in %j is %s', (name, known, expected) => {
    expect(nearest(name, known)).toBe(expected);
  });
});

describe('didYouMean', () => {
  it('lists what there is when nothing is near', () => {
    expect(didYouMean('zzz', ['search', 'login'])).toBe('known: search, login');
    expect(didYouMean('zzz', [])).toBe('there are none');
  });
});
