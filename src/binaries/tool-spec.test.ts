import { expect, test } from 'vitest';
import { toolSpecs } from './tool-spec.ts';

const output = '  proofload.internal/recorder.New , proofload [output]\n';
const journey = '  proofload.internal/recorder/journey , k6/x/proofload/journey [js]\n';
const recorder = `Extensions:\n  proofload.internal/recorder , k6/x/proofload/ledger [js]\n${output}${journey}`;

test.each([
  [`k6 v2.2.0 (go1.26.8, linux/amd64)\n${recorder}`, undefined],
  [`k6 v2.2.1 (go1.26.8, linux/amd64)\n${recorder}`, 'is k6 2.2.1, not 2.2.0'],
  [`k6 v2.2.0+dirty (go1.26.8, linux/amd64)\n${recorder}`, 'is k6 2.2.0+dirty, not 2.2.0'],
  [
    'k6 v2.2.0 (go1.26.8, linux/amd64)\n',
    'is k6 2.2.0 without the recorder, or with an older one (it does not list proofload [output])',
  ],
  [
    'k6 v2.2.0 (x)\nExtensions:\n  x v1.0.0, other-proofloads [output]\n',
    'is k6 2.2.0 without the recorder, or with an older one (it does not list proofload [output])',
  ],
  [
    `k6 v2.2.0 (go1.26.8, linux/amd64)\nExtensions:\n${output}${journey}`,
    'is k6 2.2.0 without the recorder, or with an older one (it does not list k6/x/proofload/ledger [js])',
  ],
  ['', 'does not say that it is k6'],
])('k6 that prints %j', (printed, misfit) => {
  expect(toolSpecs.k6.misfit(printed)).toBe(misfit);
});

test.each([
  ['toxiproxy-server version 2.12.0\n', undefined],
  ['toxiproxy-server version git\n', 'is Toxiproxy git, not 2.12.0'],
  ['toxiproxy-server version 2.12.01\n', 'is Toxiproxy 2.12.01, not 2.12.0'],
  ['toxiproxy-cli version 2.12.0\n', 'does not say that it is toxiproxy-server'],
])('Toxiproxy that prints %j', (printed, misfit) => {
  expect(toolSpecs.toxiproxy.misfit(printed)).toBe(misfit);
});
