import { Ajv } from 'ajv';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, expectTypeOf, it, test } from 'vitest';
import { parse } from 'yaml';
import type { z } from 'zod';
import type { SloBreakpoint, SloData, SloObjective, SloRecovery } from '../define/slo.ts';
import type { breakpointShape, dataShape, objectiveShape, recoveryShape, sloFile } from './slo-schema.ts';
import { sloJsonSchema } from './slo-schema.ts';

const root = join(import.meta.dirname, '../..');
const validate = new Ajv({ allowUnionTypes: true }).compile(sloJsonSchema());

test('the types of defineSlo are those of the file', () => {
  type Written = z.input<typeof sloFile>['objectives'][number];
  expectTypeOf<SloObjective | SloRecovery | SloBreakpoint | SloData>().toExtend<DeepReadonly<Written>>();
  expectTypeOf<keyof SloObjective>().toEqualTypeOf<keyof z.input<typeof objectiveShape>>();
  expectTypeOf<keyof SloRecovery>().toEqualTypeOf<keyof z.input<typeof recoveryShape>>();
  expectTypeOf<keyof SloData>().toEqualTypeOf<keyof z.input<typeof dataShape>>();
  expectTypeOf<SloData['metric']>().toEqualTypeOf<z.input<typeof dataShape>['metric']>();
  expectTypeOf<keyof SloBreakpoint>().toEqualTypeOf<keyof z.input<typeof breakpointShape>>();
});

type DeepReadonly<T> = T extends object ? { readonly [K in keyof T]: DeepReadonly<T[K]> } : T;

describe('the JSON Schema of SLO files', () => {
  it('is the committed one (npm run schemas makes it anew)', () => {
    const committed: unknown = JSON.parse(readFileSync(join(root, 'schemas/slo.schema.json'), 'utf8'));
    expect(committed).toEqual(JSON.parse(JSON.stringify(sloJsonSchema())));
  });

  it('accepts the limits of the shop', () => {
    const accepted = validate(parse(readFileSync(join(root, 'thresholds/shop.yaml'), 'utf8')));
    expect(validate.errors).toBeNull();
    expect(accepted).toBe(true);
  });

  it('refuses what the program refuses', () => {
    const objective = { name: 'a', metric: 'response_time', stat: 'p95', target: '1s' };
    expect(validate({ version: 1, objectives: [objective] })).toBe(true);
    expect(validate({ version: 1, objectives: [{ ...objective, metric: 'scans', stat: 'rate' }] })).toBe(true);
    for (const wrong of [
      { ...objective, colour: 'red' },
      { ...objective, metric: 5 },
      { ...objective, target: 1 },
      { ...objective, stat: 'p200' },
    ]) {
      expect(validate({ version: 1, objectives: [wrong] }), JSON.stringify(wrong)).toBe(false);
    }
    expect(validate({ version: 2, objectives: [objective] })).toBe(false);
    expect(validate({ version: 1, objectives: [] })).toBe(false);
  });
});
