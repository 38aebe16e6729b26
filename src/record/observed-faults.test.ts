import { describe, expect, it } from 'vitest';
import { observedFaults } from './observed-faults.ts';

const planned = [{ id: 'cut', on: 'api->db', startMs: 10_000, endMs: 16_000, action: { kind: 'down' } }] as const;

describe('observedFaults', () => {
  it('takes the first beginning and the last end', () => {
    const [fault] = observedFaults(planned, [
      { atMs: 10_001, fault: 'cut', event: 'asked' },
      { atMs: 10_003, fault: 'cut', event: 'felt' },
      { atMs: 10_900, fault: 'cut', event: 'felt' },
      { atMs: 15_000, fault: 'cut', event: 'clean' },
      { atMs: 15_500, fault: 'cut', event: 'escalated', detail: 'the proxy was made again' },
      { atMs: 16_020, fault: 'cut', event: 'clean' },
      { atMs: 20_000, fault: 'other', event: 'clean' },
    ]);
    expect(fault).toMatchObject({ askedMs: 10_001, feltMs: 10_003, cleanMs: 16_020, acknowledgedMs: null });
    expect(fault?.escalations).toEqual(['the proxy was made again']);
  });

  it('has a fault that never happened', () => {
    expect(observedFaults(planned, [])[0]).toMatchObject({ id: 'cut', feltMs: null, cleanMs: null, escalations: [] });
  });
});
