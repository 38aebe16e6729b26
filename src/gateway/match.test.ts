import { expect, test } from 'vitest';
import type { RequestMatch } from '../model/faults/http.ts';
import { matcher } from './match.ts';

const all: RequestMatch = { methods: [], path: null, headers: {}, share: 1 };
const fits = (match: Partial<RequestMatch>, url: string, method = 'GET', headers = {}): boolean =>
  matcher({ ...all, ...match })({ url, method, headers });

test.each([
  ['/orders/{id}', '/orders/7', true],
  ['/orders/{id}', '/orders/7?full=1', true],
  ['/orders/{id}', '/orders/7/items', false],
  ['/orders/{id}', '/orders/', false],
  ['/orders/{id}/items', '/orders/a-b/items', true],
  ['/products*', '/products/7/reviews', true],
  ['/products*', '/product', false],
  ['*/items', '/orders/7/items', true],
  ['/a.b', '/a.b', true],
  ['/a.b', '/axb', false],
  ['/orders', 'http://shop.test:80/orders?x', true],
])('path %s, asked for %s: %s', (path, url, expected) => expect(fits({ path }, url)).toBe(expected));

test('method and headers must fit too, names in any case, values with *', () => {
  expect(fits({ methods: ['POST', 'PUT'] }, '/', 'PUT')).toBe(true);
  expect(fits({ methods: ['POST', 'PUT'] }, '/', 'GET')).toBe(false);
  expect(fits({ headers: { 'x-tenant': 'acme*' } }, '/', 'GET', { 'x-tenant': 'acme-2' })).toBe(true);
  expect(fits({ headers: { 'x-tenant': 'acme' } }, '/', 'GET', { 'x-tenant': 'acme-2' })).toBe(false);
  expect(fits({ headers: { 'x-tenant': '*' } }, '/')).toBe(false);
  expect(fits({ headers: { accept: 'a, b' } }, '/', 'GET', { accept: ['a', 'b'] })).toBe(true);
});
