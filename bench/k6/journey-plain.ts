/** The journey of `journey.ts` as a plain k6 script that tells its steps apart. Options come from outside. */
import { check, sleep } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

export const options = JSON.parse(__ENV['OPTIONS'] ?? '{}') as Options;

const url = `${__ENV['SERVER'] ?? ''}/item`;

function think() {
  sleep(0.005 + Math.random() * 0.01);
}

export default function () {
  const home = http.get(url, { tags: { step: 'home' }, timeout: '10s' });
  check(home, { 'home is there': (response) => response.status === 200 });
  think();
  const item = http.get(url, { tags: { step: 'item' }, timeout: '10s' });
  check(item, { 'item is there': (response) => response.status === 200 });
  think();
  const order = http.post(url, '{"item":42}', { tags: { step: 'order' }, timeout: '10s' });
  check(order, { 'order is taken': (response) => response.status === 200 });
  think();
}
