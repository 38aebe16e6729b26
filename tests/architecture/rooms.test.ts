import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../src');

/** What each room may import besides itself; `model` and `diagnostic` are open to all but `define`. */
const allowed: Record<string, readonly string[]> = {
  define: [],
  model: ['diagnostic'],
  diagnostic: [],
  'in-k6': ['define'],
  system: [],
  undo: ['system'],
  bundle: ['in-k6'],
  // files that are read may never end
  inputs: ['define', 'bundle', 'system'],
  // Which objectives a plan leaves unjudged is told by what the judge needs.
  plan: ['inputs', 'verdict'],
  binaries: ['system', 'bundle'],
  target: ['system', 'undo', 'inputs', 'bundle'],
  // what is broken: requests are broken where they pass
  chaos: ['system', 'undo', 'gateway'],
  gateway: ['system'],
  load: ['system'],
  probe: ['system'],
  audit: ['system'],
  record: ['system'],
  verdict: [],
  report: [],
};
const seeAll = ['run', 'cli'];

/** Rooms of which everything is a pure function. */
const pure = ['model', 'plan', 'verdict', 'report'];
const impure = /\bDate\.now\(|new Date\(\)|\bIntl\b|toLocale|Math\.random\(|from 'node:(fs|os|process)/;
const openToAll = ['model', 'diagnostic'];

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory()
      ? files(path)
      : path.endsWith('.ts') && !path.endsWith('.test.ts')
        ? [path]
        : [];
  });
}

interface Import {
  readonly file: string;
  readonly room: string;
  readonly what: string;
  readonly typeOnly: boolean;
}

const imports: Import[] = files(src).flatMap((path) => {
  const file = relative(src, path);
  const room = file.split('/')[0] ?? '';
  if (file.includes('/testing/')) return [];
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from '([^']+)'/gm)].map(([, typeOnly, what = '']) => ({
    file,
    room,
    what,
    typeOnly: typeOnly !== undefined,
  }));
});

function roomOf({ file, what }: Import): string | undefined {
  if (!what.startsWith('.')) return undefined;
  return relative(src, join(src, file, '..', what)).split('/')[0];
}

describe('rooms', () => {
  it('are all known', () => {
    const rooms = readdirSync(src);
    expect(rooms.sort()).toEqual([...Object.keys(allowed), ...seeAll].sort());
  });

  it('import only what they may', () => {
    const wrong = imports.filter((one) => {
      const to = roomOf(one);
      if (to === undefined || to === one.room || seeAll.includes(one.room)) return false;
      if (openToAll.includes(to)) return one.room === 'define' || (one.room === 'diagnostic' && to === 'model');
      return !(allowed[one.room] ?? []).includes(to);
    });
    expect(wrong.map(({ file, what }) => `${file} imports ${what}`)).toEqual([]);
  });

  it('leave processes and sockets to system', () => {
    const modules = ['node:child_process', 'node:net', 'node:http', 'node:https', 'node:tls'];
    const wrong = imports.filter(({ room, what }) => room !== 'system' && modules.includes(what));
    const known = [
      'inputs/check-service.ts imports node:net', // isIP, which opens nothing
      // a canary must know when each byte came
      'probe/exchange.ts imports node:net',
      'probe/exchange.ts imports node:tls',
      // a program of its own, which speaks HTTP itself
      'gateway/balancer.ts imports node:http',
      'gateway/gateway-main.ts imports node:net',
      'gateway/gateway.ts imports node:http',
      'gateway/gateway.ts imports node:net',
      'gateway/health.ts imports node:http',
      'gateway/http-fault.ts imports node:http',
      'gateway/pass.ts imports node:http',
      'gateway/upgrade.ts imports node:http',
      'gateway/upgrade.ts imports node:net',
    ];
    expect(wrong.map(({ file, what }) => `${file} imports ${what}`).filter((one) => !known.includes(one))).toEqual([]);
  });

  it('share no code with what looks for their remains', () => {
    const look = readFileSync(join(src, '../tests/soak/look.ts'), 'utf8');
    expect([...look.matchAll(/from '(\.[^']*)'/g)].map(([, what]) => what)).toEqual([]);
  });

  it('that are pure touch neither clock, nor locale, nor files', () => {
    const wrong = files(src)
      .filter((path) => pure.includes(relative(src, path).split('/')[0] ?? '') && !path.endsWith('assets.ts'))
      .filter((path) => impure.test(readFileSync(path, 'utf8').replace(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, '')));
    expect(wrong.map((path) => relative(src, path))).toEqual([]);
  });

  it('do not import in circles', () => {
    const edges = new Map<string, Set<string>>();
    for (const one of imports) {
      const to = roomOf(one);
      if (to === undefined || to === one.room || one.typeOnly) continue;
      edges.set(one.room, (edges.get(one.room) ?? new Set()).add(to));
    }
    const circles: string[] = [];
    const visit = (room: string, path: readonly string[]): void => {
      if (path.includes(room)) circles.push([...path.slice(path.indexOf(room)), room].join(' -> '));
      else for (const next of edges.get(room) ?? []) visit(next, [...path, room]);
    };
    for (const room of edges.keys()) visit(room, []);
    expect([...new Set(circles)]).toEqual([]);
  });
});
