/** Which charts there are, and what each shows: a part of the text of `page-script.ts`. */
export const pageCharts = String.raw`  const value = (/** @type {(value: number) => string} */ format) =>
    /** @type {uPlot.Series.Value} */ ((/** @type {uPlot} */ u, /** @type {number | null} */ v) => (v === null || v === undefined ? '' : format(v)));

  const render = () => {
    drawn.forEach((chart) => chart.destroy());
    drawn = [];
    const narrow = charts.clientWidth < 560;
    const times = draw(
      'time',
      narrow ? 220 : 280,
      [data.p50, data.p95, data.max],
      [
        { label: 'p50', stroke: colour('p50'), value: value(ms), ...line },
        { label: 'p95', stroke: colour('p95'), value: value(ms), ...line },
        { label: 'max', stroke: colour('max'), value: value(ms), paths: () => null, points: { show: true, size: isDense ? 2.5 : 4, width: 0, fill: colour('max') } },
      ],
      { distr: logarithmic ? 3 : 1, range: (u, min, max) => timeRange(min, max) },
      { space: 36, values: (u, splits) => splits.map((split) => (split === null ? '' : ms(split))), ...(logarithmic ? { splits: logSplits, filter: (u, splits) => splits } : {}) },
      { bands: [{ series: [2, 1], fill: colour('usual') }], paint: paintLimits },
    );
    if (data.max.every((time) => time === null)) div('remark', times).textContent = 'no request succeeded';
    draw(
      'load',
      narrow ? 110 : 120,
      [data.offered, data.achieved],
      [
        { label: 'meant', stroke: colour('muted'), dash: [6, 4], value: value((load) => trim(load, 1)), ...line, points: { show: false } },
        { label: 'there', stroke: colour('load'), fill: colour('load-fill'), value: value((load) => trim(load, 1)), ...line, points: { show: false } },
      ],
      { range: (u, min, max) => [0, Math.max(1, (max ?? 0) * 1.15)] },
      { values: (u, splits) => splits.map((split) => trim(split, 2)) },
      {},
    );
    draw(
      'rate',
      narrow ? 130 : 150,
      [data.rate],
      [{ label: 'requests', stroke: colour('rate'), fill: colour('rate-fill'), value: value(rate), ...line }],
      { range: (u, min, max) => [0, Math.max(1, (max ?? 0) * 1.15)] },
      { values: (u, splits) => splits.map((split) => trim(split, 2)) },
      {},
    );
    const worst = data.errors.reduce((/** @type {number} */ most, error) => Math.max(most, error ?? 0), 0);
    const plot = draw(
      'errors',
      narrow ? 130 : 150,
      [data.errors],
      [{ label: 'failed', stroke: colour('errors'), width: 0, fill: colour('errors'), value: value(percent), paths: uPlot.paths.bars?.({ size: [0.86, 40] }), points: { show: false } }],
      { range: (u, min, max) => [0, Math.min(100, Math.max(1, (max ?? 0) * 1.2))] },
      { values: (u, splits) => splits.map((split) => trim(split, 2) + ' %') },
      {},
    );
    if (worst === 0) div('remark', plot).textContent = 'no step failed';
    const tones = ['load', 'p95', 'rate', 'fault', 'p50', 'max'];
    data.signals.forEach(({ unit, x, lines, limits }, i) => {
      const format = formatOf(unit);
      const highest = Math.max(0, ...limits.map((limit) => limit.at));
      draw(
        'signal-' + i,
        narrow ? 100 : 110,
        // To the library null is a gap, and undefined a place where another line has its point.
        lines.map((one) => /** @type {Points} */ (one.values.map((at) => (at === 'gap' ? null : at ?? undefined)))),
        lines.map((one, n) => ({ label: one.label, stroke: colour(tones[n] ?? 'max'), value: value(format), ...line, points: { show: false } })),
        // A limit far above would press what there was to the axis.
        { range: (u, min, max) => [0, Math.max(highest <= (max ?? 0) * 5 ? highest : 0, max ?? 0) * 1.15 || 1] },
        { size: pixels('gutter'), values: (u, splits) => splits.map(format) },
        { x, paint: (u) => paintLevels(u, limits) },
      );
    });
    find('button.scale').textContent = logarithmic ? 'linear scale' : 'logarithmic scale';
  };

`;
