import { describe, expect, it } from 'vitest';
import { ScriptErrors } from './script-errors.ts';

const line = (step: string | null, error: string) =>
  JSON.stringify({
    level: 'error',
    msg: JSON.stringify({
      proofload: 'script-error',
      step,
      error,
      stack: `${error}\n\tat proofload:///scenarios/shop/journeys/shopper.ts:7:54(18)\n\tat proofload:///src/in-k6/journey.ts:69:21(24)`,
    }),
  });

describe('ScriptErrors', () => {
  it('tells each error once, with its place and how many users met it', () => {
    const errors = new ScriptErrors('/project');
    for (const one of [line('search', 'TypeError: x'), line('search', 'TypeError: x'), '{"msg":"something else"}']) {
      errors.line(one);
    }
    expect(errors.list()).toEqual([
      'TypeError: x in step "search" (scenarios/shop/journeys/shopper.ts:7:54), seen by 2 users',
    ]);
    expect(errors.brokenPasses).toBe(false);
  });

  it('takes a message that was cut off for the worst', () => {
    const errors = new ScriptErrors('/project');
    errors.line(line('search', 'TypeError: x').slice(0, 60));
    expect(errors.brokenPasses).toBe(true);
  });

  it('notes errors outside of steps, since what would have followed is in no figure', () => {
    const errors = new ScriptErrors('/project');
    errors.line(line(null, 'TypeError: y'));
    expect(errors.brokenPasses).toBe(true);
    expect(errors.list()[0]).toContain('outside of any step');
  });

  it('counts what iterations throw, with its place in the script', () => {
    const errors = new ScriptErrors('/project');
    const thrown = JSON.stringify({
      executor: 'constant-vus',
      level: 'error',
      msg: 'Error: boo\n\tat default (file:///project/scripts/s.ts:6:170(27))\n',
      scenario: 'default',
      source: 'stacktrace',
    });
    for (const one of [thrown, thrown, '{"level":"info","msg":"the stacktrace is fine","source":"console"}']) {
      errors.line(one);
    }
    expect(errors.list()).toEqual(['Error: boo (scripts/s.ts:6:170), thrown by 2 iterations']);
    expect(errors.brokenPasses).toBe(true);
  });

  it('keeps no more of them than a person reads', () => {
    const errors = new ScriptErrors('/project');
    for (let i = 0; i < 80; i++)
      errors.line(JSON.stringify({ level: 'error', msg: `Error: order ${i}`, source: 'stacktrace' }));
    expect(errors.list()).toHaveLength(51);
    expect(errors.list().at(-1)).toBe('30 errors of other kinds');
  });
});
