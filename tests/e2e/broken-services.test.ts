import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findCpuHierarchy } from '../../src/system/cpu-group.ts';
import { mayMount } from '../../src/system/tmpfs.ts';
import { cleanedCli, condition, guardianOf, traces, type Cli } from './cli.ts';

const args = ['tests/fixtures/clerk/load.ts', '--chaos', 'tests/fixtures/clerk/broken.ts'];
const hierarchy = findCpuHierarchy();
const mayBreak = !('why' in hierarchy) && (await mayMount());

/** What of the run is broken outside of its processes: control groups, mounts, and processes that stand still. */
function broken(cli: Cli): { readonly groups: string[]; readonly mounts: string[]; readonly paused: string[] } {
  const root = 'why' in hierarchy ? '' : hierarchy.root;
  const processes = traces(cli.runId).processes.map((found) => Number.parseInt(found));
  return {
    groups: readdirSync(root).filter((name) => name.includes(cli.runId)),
    mounts: readFileSync('/proc/self/mounts', 'utf8')
      .split('\n')
      .filter((line) => line.includes(cli.temp)),
    paused: processes.filter(standsStill).map(String),
  };
}

function standsStill(pid: number): boolean {
  try {
    return /^State:\s+T/m.test(readFileSync(`/proc/${pid}/status`, 'utf8'));
  } catch {
    return false; // it ended
  }
}

const isGone = (cli: Cli): boolean =>
  traces(cli.runId).processes.length === 0 &&
  Object.values(broken(cli)).flat().length === 0 &&
  cli.tempFolders().length === 0;

async function startBroken(cli: Cli) {
  const started = cli.experiment(args);
  for (const id of ['narrow', 'full', 'still']) await started.shows(`fault ${id}: felt`);
  const { groups, mounts, paused } = broken(cli);
  expect([groups.length, mounts.length, paused.length > 0]).toEqual([1, 1, true]);
  return started;
}

describe.skipIf(!mayBreak)('services that are broken while the run ends', () => {
  it('are whole and gone after kill -9 of the harness: the guardian sees to it', async () => {
    const cli = cleanedCli();
    const started = await startBroken(cli);
    process.kill(started.pid, 'SIGKILL');
    expect(await condition(() => isGone(cli), 8_000), JSON.stringify(broken(cli))).toBe(true);
  });

  it('are whole and gone after Ctrl-C, with a report', async () => {
    const cli = cleanedCli();
    const started = await startBroken(cli);
    process.kill(started.pid, 'SIGINT');
    const { code, stderr } = await started.finished;
    expect(code, stderr).toBe(130);
    expect(cli.manifest.ending?.left).toEqual([]);
    expect(isGone(cli), JSON.stringify(broken(cli))).toBe(true);
  });

  it('are whole and gone when the guardian is killed as well: its deputy sees to it', async () => {
    const cli = cleanedCli();
    const started = await startBroken(cli);
    const guardian = guardianOf(cli);
    expect(guardian).toBeGreaterThan(1);
    process.kill(guardian, 'SIGKILL');
    process.kill(started.pid, 'SIGKILL');
    await started.finished;
    expect(await condition(() => isGone(cli), 5_000), JSON.stringify(broken(cli))).toBe(true);
  });
});
