import { describe, expect, it } from 'vitest';
import { unlessHung } from './unless-hung.ts';

const never = new Promise<never>(() => undefined);
const answered = (): Promise<string> => Promise.resolve('2.12.0');

describe('a change of a server', () => {
  it('that is done is done, and nothing else is asked', async () => {
    let asked = 0;
    await unlessHung(Promise.resolve(), () => Promise.resolve(asked++));
    expect(asked).toBe(0);
  });

  it('that fails fails as it did', async () => {
    await expect(unlessHung(Promise.reject(new Error('409')), answered)).rejects.toThrow('409');
  });

  it('that is not answered, while another question is, hangs', async () => {
    const started = performance.now();
    await expect(unlessHung(never, answered)).rejects.toThrow(
      'no answer within 300 ms, while other questions are answered',
    );
    expect(performance.now() - started).toBeGreaterThanOrEqual(298);
  });

  it('is waited for when nothing at all is answered: that is slow, not hanging', async () => {
    const slow = new Promise<void>((resolve) => setTimeout(resolve, 600));
    await expect(unlessHung(slow, () => never)).resolves.toBeUndefined();
  });

  it('has its own deadline when the other question fails', async () => {
    const late = new Promise<void>((_, reject) => setTimeout(() => reject(new Error('no answer within 500 ms')), 400));
    await expect(unlessHung(late, () => Promise.reject(new Error('ECONNRESET')))).rejects.toThrow('within 500 ms');
  });
});
