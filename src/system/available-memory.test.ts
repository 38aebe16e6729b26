import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { availableMemory } from './available-memory.ts';

const mebibyte = 2 ** 20;
const meminfo = 'MemTotal:       8388608 kB\nMemFree:         102400 kB\nMemAvailable:    4194304 kB\n';

function machine(files: Readonly<Record<string, string>>): string {
  const root = mkdtempSync(join(tmpdir(), 'machine-'));
  for (const [name, text] of Object.entries({ 'proc/meminfo': meminfo, ...files })) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), text);
  }
  return root;
}

const v2 = (folder: string, max: string, current: number, inactive: number) => ({
  [`sys/fs/cgroup${folder}/memory.max`]: `${max}\n`,
  [`sys/fs/cgroup${folder}/memory.current`]: `${current * mebibyte}\n`,
  [`sys/fs/cgroup${folder}/memory.stat`]: `anon 1\ninactive_file ${inactive * mebibyte}\n`,
});

describe('available memory', () => {
  it('is what the kernel calls available', () => {
    expect(availableMemory(machine({}))).toBe(4096 * mebibyte);
  });

  it('is what a control group leaves, of which cached files are given back', () => {
    const root = machine({ 'proc/self/cgroup': '0::/\n', ...v2('', String(1024 * mebibyte), 900, 300) });
    expect(availableMemory(root)).toBe(424 * mebibyte);
  });

  it('is what the tightest of nested groups leaves', () => {
    const inner = v2('/a/b', 'max', 10, 0);
    const outer = v2('/a', String(512 * mebibyte), 500, 0);
    expect(availableMemory(machine({ 'proc/self/cgroup': '0::/a/b\n', ...inner, ...outer }))).toBe(12 * mebibyte);
  });

  it('is never below nothing', () => {
    const root = machine({ 'proc/self/cgroup': '0::/\n', ...v2('', String(100 * mebibyte), 101, 0) });
    expect(availableMemory(root)).toBe(0);
  });

  it('knows the groups of version 1, among others', () => {
    const root = machine({
      'proc/self/cgroup': '5:cpu,cpuacct:/x\n4:memory:/x\n0::/\n',
      'sys/fs/cgroup/memory/x/memory.limit_in_bytes': `${256 * mebibyte}\n`,
      'sys/fs/cgroup/memory/x/memory.usage_in_bytes': `${200 * mebibyte}\n`,
      'sys/fs/cgroup/memory/x/memory.stat': `inactive_file 0\ntotal_inactive_file ${50 * mebibyte}\n`,
    });
    // Of both lines the first is of the group alone.
    expect(availableMemory(root)).toBe(56 * mebibyte);
  });

  it('is that of this very machine', () => {
    expect(availableMemory()).toBeGreaterThan(50 * mebibyte);
  });
});
