import { describe, expect, it } from 'vitest';
import { drawLoad } from './load-graph.ts';

const draw = (...points: [number, number][]) =>
  drawLoad({
    curve: points.map(([seconds, level]) => ({ atMs: seconds * 1000, level })),
    durationMs: (points.at(-1)?.[0] ?? 0) * 1000,
  }).join('\n');

describe('the graph of a load', () => {
  it('shows steps and lines, with axes', () => {
    expect(draw([0, 10], [60, 10], [90, 40], [120, 40], [120, 20], [240, 20])).toMatchInlineSnapshot(`
      "        40 ┤                     ▄████████
                 ┤                   ▄██████████
                 ┤                 ▄████████████
              20 ┤                ▄███████████████████████████████████████████
                 ┤▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄█████████████████████████████████████████████
                 ┤████████████████████████████████████████████████████████████
               0 └────────────────────────────────────────────────────────────
                  0 s          60 s           120 s          180 s       240 s"
    `);
  });

  it('shows a spike that is shorter than a column, and what is next to nothing', () => {
    expect(draw([0, 1], [103, 1], [103, 500], [104, 500], [104, 1], [600, 1])).toMatchInlineSnapshot(`
      "       500 ┤          █
                 ┤          █
                 ┤          █
             250 ┤          █
                 ┤          █
                 ┤▄▄▄▄▄▄▄▄▄▄█▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄▄
               0 └────────────────────────────────────────────────────────────
                  0 s          150 s          300 s          450 s      10 min"
    `);
  });

  it('steps down where the load does', () => {
    const [top = ''] = draw([0, 10], [120, 10], [120, 500], [180, 500], [180, 10], [300, 10]).split('\n');
    expect(top).toBe(`       500 ┤${' '.repeat(24)}${'█'.repeat(12)}`);
  });
});
