import { expect, test } from 'vitest';
import { ownScript } from './own-script.ts';

test('a source file is run through tsx, found from our own folder', () => {
  const [flag, loader, script] = ownScript('./guardian-main', import.meta.url);
  expect(flag).toBe('--import');
  expect(loader).toMatch(/^file:.*\/tsx\//);
  expect(script).toMatch(/\/src\/system\/guardian-main\.ts$/);
});

test('a compiled file is run by node alone', () => {
  expect(ownScript('./guardian-main', 'file:///opt/proofload/dist/undo/guardian-link.js')).toEqual([
    '/opt/proofload/dist/undo/guardian-main.js',
  ]);
});
