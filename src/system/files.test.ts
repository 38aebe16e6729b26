import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { AppendLog } from './append-log.ts';
import { isTempDirPath, makeFolders, makeTempDir, tempDirPath, writeFileAtomic } from './files.ts';

const folders: string[] = [];
const folder = (): string => {
  const path = makeTempDir('files-test');
  folders.push(path);
  return path;
};
afterEach(() => {
  for (const path of folders.splice(0)) rmSync(path, { recursive: true });
});

test('an atomic write replaces the whole file and leaves nothing beside it', async () => {
  const path = join(folder(), 'x.json');
  await writeFileAtomic(path, 'a long first version');
  await writeFileAtomic(path, 'second');
  expect(readFileSync(path, 'utf8')).toBe('second');
  expect(readdirSync(join(path, '..'))).toEqual(['x.json']);
});

test('a write that fails leaves the old file and no draft', async () => {
  const path = join(folder(), 'taken');
  mkdirSync(path);
  await expect(writeFileAtomic(path, 'x')).rejects.toThrow('EISDIR');
  expect(readdirSync(join(path, '..'))).toEqual(['taken']);
});

test('a temporary folder is its owner’s alone, and recognised again', () => {
  const path = folder();
  expect(statSync(path).mode & 0o777).toBe(0o700);
  expect(isTempDirPath(path)).toBe(true);
  expect(existsSync(tempDirPath('x'))).toBe(false);
});

test.each([
  ['a folder below one of ours', join(realpathSync(tmpdir()), 'proofload-x-0123456789abcdef', 'data')],
  ['a name without the random part', join(realpathSync(tmpdir()), 'proofload-x')],
  ['our name elsewhere', '/home/me/proofload-x-0123456789abcdef'],
  ['the temporary folder itself', realpathSync(tmpdir())],
  ['a way round', `${realpathSync(tmpdir())}/proofload-x-0123456789abcdef/../../etc`],
])('is not taken for a temporary folder of ours: %s', (_, path) => {
  expect(isTempDirPath(path)).toBe(false);
});

test('labels that could leave the folder are refused', () => {
  expect(() => tempDirPath('../x')).toThrow('cannot be labelled');
});

test('lines keep the order of the calls, and a torn last line is closed before the next', async () => {
  const path = join(folder(), 'log');
  await writeFileAtomic(path, 'whole\ntorn');
  await using log = await AppendLog.open(path);
  await Promise.all([log.append('a', true), log.append('b'), log.append('c', true)]);
  expect(readFileSync(path, 'utf8')).toBe('whole\ntorn\na\nb\nc\n');
});

test('two logs on one file do not overwrite each other', async () => {
  const path = join(folder(), 'log');
  await using one = await AppendLog.open(path);
  await using two = await AppendLog.open(path);
  await Promise.all(Array.from({ length: 50 }, (_, i) => (i % 2 === 0 ? one : two).append(`line ${i}`)));
  expect(new Set(readFileSync(path, 'utf8').trim().split('\n')).size).toBe(50);
});

test('a log that cannot be opened says why', async () => {
  const path = folder();
  chmodSync(path, 0o700);
  await expect(AppendLog.open(join(path, 'none', 'log'))).rejects.toThrow('ENOENT');
});

test('missing folders are made, and those that are there are left', async () => {
  const top = folder();
  const deep = join(top, 'a', 'b', 'c');
  await Promise.all([makeFolders(deep, 0o700), makeFolders(join(top, 'a'), 0o700)]);
  await makeFolders(deep);
  expect(statSync(join(top, 'a', 'b')).mode & 0o777).toBe(0o700);
});

test('where no folder can be made, that is told at once', async () => {
  const path = join(folder(), 'file');
  writeFileSync(path, '');
  await expect(makeFolders(path)).rejects.toThrow('EEXIST');
  await expect(makeFolders(join(path, 'x', 'y'))).rejects.toThrow('ENOTDIR');
  if (existsSync('/proc/self')) await expect(makeFolders('/proc/x/y')).rejects.toThrow('ENOENT');
});
