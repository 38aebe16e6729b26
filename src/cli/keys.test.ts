import { describe, expect, it } from 'vitest';
import type { Interruptions } from './interruptions.ts';
import { endByKeys } from './keys.ts';
import type { Terminal } from './terminal.ts';

function pressing(...keys: readonly string[]): { ended: string[]; deaf: () => boolean } {
  const ended: string[] = [];
  const interrupted = new AbortController();
  const signals: Interruptions = {
    interrupted: interrupted.signal,
    hurried: new AbortController().signal,
    hold: () => undefined,
    end(signal) {
      ended.push(`end ${signal}`);
      interrupted.abort(signal);
    },
    hurry: (signal) => ended.push(`hurry ${signal}`),
    [Symbol.dispose]: () => undefined,
  };
  let heard: ((key: string) => void) | undefined;
  const onKey: Terminal['onKey'] = (fn) => {
    heard = fn;
    return { [Symbol.dispose]: () => (heard = undefined) };
  };
  const listening = endByKeys({ onKey } as Terminal, signals);
  for (const key of keys) heard?.(key);
  listening[Symbol.dispose]();
  return { ended, deaf: () => heard === undefined };
}

describe('keys', () => {
  it.each([
    ['q', ['end SIGINT']],
    ['Q', ['hurry SIGINT']],
    ['\u0003', ['end SIGINT']],
    ['x', []],
  ])('%j', (key, ended) => expect(pressing(key).ended).toEqual(ended));

  it('Ctrl-C again hurries', () => {
    expect(pressing('\u0003', '\u0003').ended).toEqual(['end SIGINT', 'hurry SIGINT']);
  });

  it('are heard no longer than the run is shown', () => expect(pressing('q').deaf()).toBe(true));

  it('are not needed', () => {
    const none = endByKeys({ onKey: null } as Terminal, {} as Interruptions);
    expect(() => none[Symbol.dispose]()).not.toThrow();
  });
});
