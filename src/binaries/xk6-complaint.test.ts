import { expect, test } from 'vitest';
import { xk6Complaint } from './xk6-complaint.ts';

const begin = [
  '2026-11-21T14:33:04Z INF importing extensions',
  'go: downloading example.com/nothing v1.2.3',
  'go: found gopkg.in/tomb.v1 in gopkg.in/tomb.v1 v1.0.0-20141024135613-dd632973f1e7',
];

test.each([
  [
    'a module that is not to be had',
    [
      'go: k6 imports',
      '\texample.com/nothing: example.com/nothing@v1.2.3: reading https://proxy/example.com/nothing/@v/v1.2.3.zip: 404 Not Found',
      '\tserver response: not found',
      'go: k6 imports',
      '\tgo.k6.io/k6/v2/cmd imports',
      '\tgithub.com/petermattis/goid: example.com/nothing@v1.2.3: reading https://proxy/example.com/nothing/@v/v1.2.3.mod: 404 Not Found',
      '2026-11-21T14:33:33Z INF Cleaning up work directory /tmp/k6foundry2584220414',
      '2026-11-21T14:33:33Z ERR resolving dependency: executing go command: exit status 1',
    ],
    'example.com/nothing: example.com/nothing@v1.2.3: reading https://proxy/example.com/nothing/@v/v1.2.3.zip: 404 Not Found' +
      ' | resolving dependency: executing go command: exit status 1',
  ],
  [
    'an extension that does not compile',
    [
      '2026-11-21T14:33:37Z WRN could not check for k6 version conflicts: listing modules: exit status 1',
      '# example.com/hello',
      'my-extension/hello.go:13:9: syntax error: unexpected {, expected )',
      '2026-11-21T14:33:38Z ERR compiling: executing go command: exit status 1',
    ],
    'my-extension/hello.go:13:9: syntax error: unexpected {, expected ) | compiling: executing go command: exit status 1',
  ],
  ['a word of its own', ['2026-11-21T14:33:38Z ERR git notfound'], 'git notfound'],
])('%s is told in the words of Go and xk6', (_, lines, told) => {
  const complaint = xk6Complaint();
  for (const line of [...begin, ...lines]) complaint.line(line);
  expect(complaint.text()).toBe(told);
});
