import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { obtainTools } from '../../src/binaries/obtain-tools.ts';
import type { Calibration } from '../../src/model/calibration.ts';
import { Cli } from './cli.ts';

it('what this machine generates is measured, kept, shown, and compared with what is planned', async () => {
  const host = Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? '']));
  const { k6, toxiproxy } = await obtainTools({ env: host, onProgress: () => undefined });
  const cache = mkdtempSync(join(tmpdir(), 'e2e-cache-'));
  const env = { PROOFLOAD_CACHE: cache, PROOFLOAD_K6: k6.path, PROOFLOAD_TOXIPROXY: toxiproxy.path };
  const cli = new Cli();
  const plan = () => cli.run(['plan', 'src/in-k6/calibration.ts', '--rate', '100000'], { env });
  expect((await plan()).stdout).not.toContain('cleanly');

  const begun = Date.now();
  const { stdout, stderr } = await cli.run(['doctor', '--calibrate'], { env });
  expect(Date.now() - begun, stderr).toBeLessThan(90_000);
  const calibration = JSON.parse(readFileSync(join(cache, 'calibration.json'), 'utf8')) as Calibration;
  expect(calibration).toMatchObject({ version: 1, k6: k6.version });
  expect(stdout).toContain(`${calibration.perSecond ?? 'no load that was tried'}`);
  expect(cli.tempFolders()).toEqual([]);
  expect((await plan()).stdout).toMatch(/warning +up to 100000 requests a second are expected; on .* cleanly/);
});
