import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { ProofloadError } from '../diagnostic/error.ts';
import { FeederData } from './feeder-data.ts';
import { Problems } from './problems.ts';

const folder = mkdtempSync(join(tmpdir(), 'feeder-'));
const place = { file: join(folder, 'journeys/buyer.ts'), line: 3, column: 9 };

/** Reads a file of this content as `data.account`, and tells the rows, or what is wrong and in which line. */
function read(name: string, content: string | Buffer, { order = 'random', users = 1 } = {}) {
  writeFileSync(join(folder, name), content);
  const problems = new Problems();
  const data = new FeederData();
  const value = { proofload: 'feeder', definedAt: '', file: `../${name}`, order };
  data.read(value, 'data.account', place, problems);
  data.checkUsers(users, problems);
  try {
    problems.throwIfAny();
  } catch (error) {
    return (error as ProofloadError).problems.map((one) => `${one.place?.line ?? '-'} ${one.message}`);
  }
  return data.rows.get(join(folder, name));
}

describe('the rows of a feeder', () => {
  test.each([
    ['a header line', 'a.csv', 'email,age\nx@y.z,5\n'],
    ['a byte order mark and other line ends', 'a.csv', '\uFEFFemail,age\r\nx@y.z,5\r\n'],
    ['quotes and an empty line', 'a.csv', 'email,age\n\n"x@y.z","5"'],
    ['JSON', 'a.json', '[{ "email": "x@y.z", "age": "5" }]'],
    ['JSON with a byte order mark', 'a.json', '\uFEFF[{ "email": "x@y.z", "age": "5" }]'],
  ])('are read from %s', (_what, name, content) => {
    expect(read(name, content)).toEqual([{ email: 'x@y.z', age: '5' }]);
  });

  test('may have line ends and commas in quotes', () => {
    expect(read('a.csv', 'a,b\n"1\n2","3,""4"""\n')).toEqual([{ a: '1\n2', b: '3,"4"' }]);
  });

  test.each([
    ['nothing', 'a.csv', '', '- the file has no rows'],
    ['a header alone', 'a.csv', 'a,b\n', '- the file has no rows'],
    ['an empty list', 'a.json', '[]', '- the file has no rows'],
    ['a ragged row', 'a.csv', 'a,b\n1,2\n3\n', '3 Invalid Record Length: columns length is 2, got 1 on line 3'],
    [
      'an open quote',
      'a.csv',
      'a,b\n1,"2\n',
      '2 Quote Not Closed: the parsing is finished with an opening quote at line 2',
    ],
    ['a column without a name', 'a.csv', 'a,,b\n1,2,3\n', '1 column 2 has no name'],
    ['two columns of one name', 'a.csv', 'a,b,a\n1,2,3\n', '1 two columns are called "a"'],
    ['other bytes than UTF-8', 'a.csv', Buffer.from([0x61, 0x0a, 0xff, 0xfe]), '- the file is not UTF-8'],
    ['no list', 'a.json', '{}', '- expected a list of objects'],
    ['a list of something else', 'a.json', '[{}, 5]', '- entry 2 of the list is no object'],
  ])('are refused: %s', (_what, name, content, problem) => {
    expect(read(name, content)).toEqual([expect.stringContaining(problem)]);
  });

  test('are as many as users where each has one of its own', () => {
    expect(read('a.csv', 'a\n1\n2\n', { order: 'unique', users: 2 })).toHaveLength(2);
    expect(read('a.csv', 'a\n1\n2\n', { order: 'unique', users: 3 })).toEqual([
      '3 data.account: 2 rows for 3 users, and each is to have one of its own',
    ]);
    expect(read('a.csv', 'a\n1\n2\n', { order: 'round-robin', users: 3 })).toHaveLength(2);
  });

  test('are missed at the place that asks for them', () => {
    const problems = new Problems();
    new FeederData().read(
      { proofload: 'feeder', definedAt: '', file: 'no.csv', order: 'random' },
      'x',
      place,
      problems,
    );
    expect(() => problems.throwIfAny()).toThrow(
      expect.objectContaining({
        problems: [{ message: expect.stringContaining('there is no such file') as string, place, hint: undefined }],
      }) as Error,
    );
  });
});
