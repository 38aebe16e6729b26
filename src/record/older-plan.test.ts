import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { judge } from '../verdict/judge.ts';
import { buildRecord } from '../verdict/testing/record-builder.ts';
import { completePlan, type RecordedPlan } from './older-plan.ts';
import { readRecord } from './read-record.ts';
import { runFiles } from './run-folder.ts';

const { manifest } = buildRecord({ requests: [] });
const { name, model, warmUpMs, durationMs } = manifest.plan.profile;

function older(load: { users: number; rampUpMs: number }): RecordedPlan {
  const plan = { ...manifest.plan, profile: { name, model, warmUpMs, durationMs, ...load } };
  return JSON.parse(JSON.stringify({ ...plan, timeScale: undefined, tags: undefined })) as RecordedPlan;
}

describe('a plan of before profiles were curves', () => {
  it('means what it meant then', () => {
    expect(completePlan(older({ users: 10, rampUpMs: 0 }))).toMatchObject(manifest.plan);
    expect(completePlan(older({ users: 10, rampUpMs: 2000 })).profile.curve).toEqual([
      { atMs: 0, level: 0 },
      { atMs: 2000, level: 10 },
      { atMs: durationMs, level: 10 },
    ]);
  });

  it('says of journeys what was said then', () => {
    const journeys = [{ name: 'shopper', steps: ['browse'], thinkMs: [200, 500] }];
    const recorded = { ...older({ users: 1, rampUpMs: 0 }), scenario: { ...manifest.plan.scenario, journeys } };
    expect(completePlan(recorded).scenario.journeys).toMatchObject([{ name: 'shopper', weight: 1, metrics: {} }]);
  });

  it('is judged as a run in its own time', () => {
    const folder = mkdtempSync(join(tmpdir(), 'older-'));
    const plan = older({ users: 10, rampUpMs: 2000 });
    writeFileSync(join(folder, runFiles.manifest), JSON.stringify({ ...manifest, plan }));
    expect(judge(readRecord(folder), null)).toMatchObject({ timeScale: 1, tags: {}, loadModel: 'closed' });
  });

  it('of today stays as it is', () => {
    expect(completePlan(manifest.plan)).toEqual(manifest.plan);
  });
});

it('a fault was once always on an edge', () => {
  const fault = { id: 'cut', edge: 'api->db', startMs: 0, endMs: 1, action: { kind: 'down' } } as const;
  const { faults } = completePlan({ ...older({ users: 1, rampUpMs: 0 }), faults: [fault] });
  expect(faults).toEqual([{ id: 'cut', on: 'api->db', startMs: 0, endMs: 1, action: { kind: 'down' } }]);
});
