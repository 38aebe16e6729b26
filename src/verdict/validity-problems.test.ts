import { expect, test } from 'vitest';
import { gatherEvidence } from './evidence.ts';
import { buildRecord, exact, type RawRun } from './testing/record-builder.ts';
import { findProblems } from './validity.ts';

const problemsOf = (run: RawRun, unplanned: readonly string[] = []) => {
  const record = buildRecord(run);
  const [fault] = buildRecord({ faults: [exact('other', 10_000, 20_000)] }).faults;
  const faults = [...record.faults, ...unplanned.map((id) => ({ ...fault!, id }))];
  return findProblems({ ...record, faults }, gatherEvidence(record));
};

test.each<[string, RawRun, readonly string[]]>([
  ['nothing of a whole run', {}, []],
  ['a load that lacks a second', { ending: { loadMs: 59_000 } }, []],
  ['a load that lacks more', { ending: { loadMs: 58_999 } }, ['the load ended after 59 s of 60 s']],
  ['the exit code of k6', { ending: { k6Exit: 99 } }, ['k6 ended with exit code 99']],
  ['a signal that ended k6', { ending: { k6Exit: null } }, ['k6 ended with a signal']],
  ['only what was seen first', { ending: { k6Exit: 99, problems: ['api died'] } }, ['api died']],
  ['what the record lacks', { problems: ['it is cut off'] }, ['it is cut off']],
  ['a load that never began', { t0: null }, ['the load was never started']],
  ['nothing of one that was interrupted', { ending: { loadMs: 9000, interrupted: 'SIGINT', k6Exit: 105 } }, []],
  ['nothing of one that was meant to stop', { ending: { loadMs: 9000, stoppedBy: 'halt', k6Exit: 105 } }, []],
])('the problems of a run tell %s', (_, run, problems) => {
  expect(problemsOf(run)).toEqual(problems);
});

test('a fault that was not planned is a problem', () => {
  expect(problemsOf({ faults: [exact('cut', 10_000, 20_000)] })).toEqual([]);
  expect(problemsOf({ faults: [exact('cut', 10_000, 20_000)] }, ['ghost'])).toEqual([
    'the record tells of a fault ghost that was not planned',
  ]);
});
