/** A plain k6 script: users that get a small JSON and check its status, again and again. Options come from outside. */
import { check } from 'k6';
import http from 'k6/http';
import type { Options } from 'k6/options';

export const options = JSON.parse(__ENV['OPTIONS'] ?? '{}') as Options;

const url = `${__ENV['SERVER'] ?? ''}/item`;

export default function () {
  check(http.get(url), { 'status is 200': (response) => response.status === 200 });
}
