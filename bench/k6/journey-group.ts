/** The journey of `journey.ts` as a plain k6 script that times its steps, by k6's groups. Options come from outside. */
import { check, group, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

export const options = JSON.parse(__ENV['OPTIONS'] ?? '{}') as Options;

const url = `${__ENV['SERVER'] ?? ''}/item`;

function think() {
  sleep(0.005 + Math.random() * 0.01);
}

export default function () {
  group('home', () => {
    const home = http.get(url, { timeout: '10s' });
    check(home, { 'home is there': (response) => response.status === 200 });
  });
  think();
  group('item', () => {
    const item = http.get(url, { timeout: '10s' });
    check(item, { 'item is there': (response) => response.status === 200 });
  });
  think();
  group('order', () => {
    const order = http.post(url, '{"item":42}', { timeout: '10s' });
    check(order, { 'order is taken': (response) => response.status === 200 });
  });
  think();
}
