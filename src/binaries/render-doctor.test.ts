import { expect, test } from 'vitest';
import type { DoctorRow } from './doctor-row.ts';
import { renderDoctor } from './render-doctor.ts';

const rows: DoctorRow[] = [
  { name: 'Node', status: 'ok', found: '/usr/bin/node', version: '20.20.2', what: 'runs proofload', todo: '' },
  {
    name: 'k6',
    status: 'missing',
    found: 'nowhere\nPATH: no k6',
    version: '',
    what: 'makes the load',
    todo: 'install Go',
  },
  { name: 'Docker', status: 'warn', found: 'no engine', version: '', what: 'containers', todo: 'start it' },
];

test('rows are aligned, and what to do stands below', () => {
  expect(renderDoctor(rows, false)).toBe(
    [
      'ok       Node    20.20.2  runs proofload  /usr/bin/node',
      'missing  k6               makes the load  nowhere',
      '         PATH: no k6',
      '         what to do: install Go',
      'warn     Docker           containers      no engine',
      '         what to do: start it',
      '',
    ].join('\n'),
  );
});

test('colours change nothing but colours', () => {
  const coloured = renderDoctor(rows, true);
  expect(coloured).toContain('\u001b[31mmissing\u001b[0m');
  expect(coloured.replace(/\u001b\[\d+m/g, '')).toBe(renderDoctor(rows, false));
});
