import { pageCharts } from './page-charts.ts';
import { pageFormat } from './page-format.ts';
import { pageMarks } from './page-marks.ts';

/**
 * What runs in the page: the charts, and nothing that a reader of the verdict needs.
 *
 * Plain text rather than a function of ours turned to text: tsx, vitest and tsc each print a function differently, and the
 * same verdict has to give the same bytes in all of them. `page-script.test.ts` checks its types with TypeScript instead.
 */
export const pageScript = String.raw`
'use strict';
/**
 * @typedef {{ kind: string, number: number | null, label: string, fromS: number, toS: number }} Band
 * @typedef {(number | null)[]} Points
 * @typedef {{ fromS: number, toS: number, bucketS: number, logarithmic: boolean, x: number[],
 *   p50: Points, p95: Points, max: Points, rate: Points, errors: Points, offered: Points, achieved: Points,
 *   signals: { unit: string, x: number[], lines: { label: string, values: (number | null | 'gap')[] }[], limits: { label: string, at: number }[] }[], bands: Band[],
 *   limits: { label: string, ms: number }[], phases: { name: string, fromS: number, toS: number }[] }} Data
 */
(() => {
  const root = document.documentElement;
  const charts = document.querySelector('.charts');
  const embedded = document.getElementById('chart-data');
  if (!(charts instanceof HTMLElement) || embedded === null) return;
  /** @type {Data} */
  const data = JSON.parse(embedded.textContent ?? '');
  let logarithmic = data.logarithmic;
  let view = { min: data.fromS, max: data.toS };
  /** @type {uPlot[]} */
  let drawn = [];

  /** @param {string} selector */
  const find = (selector) => /** @type {HTMLElement} */ (document.querySelector(selector));
  /** @param {string} name */
  const colour = (name) => getComputedStyle(root).getPropertyValue('--' + name).trim();
  /** @param {string} name */
  const pixels = (name) => parseFloat(colour(name));
${pageFormat}  /** @param {string} className @param {HTMLElement} parent */
  const div = (className, parent) => {
    const element = document.createElement('div');
    element.className = className;
    parent.append(element);
    return element;
  };

  /** From the first point to the last, as after a double click: the axis then reaches from the start to the end of the load. */
  const isAll = (/** @type {number[]} */ x, /** @type {number | null} */ min, /** @type {number | null} */ max) =>
    min === null || max === null || (min === x[0] && max === x[x.length - 1]);
  const wholeSeconds = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, 43200];
  const isDense = data.x.length > 400;
  /** Of a line only the points that have no neighbour to be joined with. @param {uPlot} u @param {number} series */
  const alone = (u, series) => {
    const values = /** @type {Points} */ (u.data[series]);
    return values.flatMap((value, i) => (value !== null && (values[i - 1] ?? null) === null && (values[i + 1] ?? null) === null ? [i] : []));
  };
  const line = { width: isDense ? 1 : 1.75, points: { show: true, size: 5, filter: alone } };

  /** Steps of 1, 2 and 5; of 1 alone over many decades. @param {uPlot} u @param {number} axis @param {number} min @param {number} max */
  const logSplits = (u, axis, min, max) => {
    const decades = Math.log10(max / min);
    const steps = decades > 3.2 ? [1] : decades > 1.7 ? [1, 3] : [1, 2, 5];
    const splits = [];
    for (let power = Math.floor(Math.log10(min)); power <= Math.ceil(Math.log10(max)); power++) {
      for (const step of steps) {
        const value = Number((step * 10 ** power).toPrecision(1));
        if (value >= min * 0.999 && value <= max * 1.001) splits.push(value);
      }
    }
    return splits;
  };

  /** @param {number | null} min @param {number | null} max @returns {[number, number]} */
  const timeRange = (min, max) => {
    const high = max ?? Math.max(100, ...data.limits.map((limit) => limit.ms));
    const shown = data.limits.map((limit) => limit.ms).filter((limit) => limit <= high * (logarithmic ? 10 : 3));
    const top = Math.max(high, ...shown);
    if (!logarithmic) return [0, top * 1.12];
    const low = Math.max(0.01, Math.min(min ?? 1, high));
    return [low / 1.35, Math.max(top * 1.35, low * 10)];
  };

${pageMarks}  /** @param {uPlot} u */
  const showView = (u) => {
    view = { min: u.scales.x?.min ?? data.fromS, max: u.scales.x?.max ?? data.toS };
    const zoomed = view.min > data.fromS + 1e-6 || view.max < data.toS - 1e-6;
    const frame = find('.ribbon .view');
    frame.toggleAttribute('hidden', !zoomed);
    frame.setAttribute('x', (view.min / data.toS) * 100 + '%');
    frame.setAttribute('width', ((view.max - view.min) / data.toS) * 100 + '%');
  };

  /** @param {uPlot} u */
  const showMoment = (u) => {
    const x = u.cursor.idx === null || u.cursor.idx === undefined ? undefined : u.data[0][u.cursor.idx];
    const line = find('.ribbon .now');
    line.toggleAttribute('hidden', x === undefined);
    const output = find('.moment');
    if (x === undefined) {
      output.textContent = '';
      return;
    }
    line.setAttribute('x1', (x / data.toS) * 100 + '%');
    line.setAttribute('x2', (x / data.toS) * 100 + '%');
    const from = Math.max(0, x - (data.bucketS === 1 ? 0.5 : data.bucketS / 4));
    const to = from + (data.bucketS === 1 ? 1 : data.bucketS / 2);
    const phases = data.phases.filter((phase) => phase.fromS < to && phase.toS > from).map((phase) => phase.name);
    output.textContent = moment(from) + ' to ' + moment(to) + (phases.length === 0 ? '' : ', ' + [...new Set(phases)].join(', '));
  };

  /**
   * @param {string} name
   * @param {number} height
   * @param {Points[]} columns
   * @param {uPlot.Series[]} series
   * @param {uPlot.Scale} scale
   * @param {Partial<uPlot.Axis>} axis
   * @param {Partial<uPlot.Options> & { paint?: (u: uPlot) => void, x?: number[] }} more
   */
  const draw = (name, height, columns, series, scale, axis, { paint, x = data.x, ...more }) => {
    const plot = find('[data-chart="' + name + '"] .plot');
    const legend = find('[data-chart="' + name + '"] .legend');
    plot.replaceChildren();
    legend.replaceChildren();
    const font = '12px ' + getComputedStyle(document.body).fontFamily;
    const common = { stroke: colour('axis'), font, ticks: { show: false } };
    const grid = { stroke: colour('grid'), width: 1 };
    /** @type {uPlot.Options} */
    const options = {
      ...more,
      width: plot.clientWidth,
      height,
      padding: [8, pixels('edge'), 0, 0],
      series: [{}, ...series],
      scales: { x: { time: false, range: (u, min, max) => (isAll(x, min, max) ? [data.fromS, data.toS] : [min, max]) }, y: scale },
      axes: [
        {
          ...common,
          size: 28,
          gap: 8,
          space: 64,
          grid: { show: false },
          incrs: (u, i, min, max) => (max - min < 3 ? [0.1, 0.2, 0.5, ...wholeSeconds] : wholeSeconds),
          values: (u, splits) => splits.map(moment),
        },
        { ...common, size: pixels('gutter'), gap: 8, space: 24, grid, ...axis },
      ],
      legend: { mount: (u, element) => legend.append(element), markers: { width: 0, fill: (u, i) => String(series[i - 1]?.stroke) } },
      cursor: { sync: { key: 'run' }, drag: { x: true, y: false }, y: false },
      hooks: {
        draw: [paintBands, ...(paint === undefined ? [] : [paint])],
        setScale: [(u, key) => (key === 'x' ? showView(u) : undefined)],
        setCursor: [showMoment],
      },
    };
    const chart = new uPlot(options, /** @type {uPlot.AlignedData} */ ([x, ...columns]), plot);
    chart.setScale('x', view);
    drawn.push(chart);
    return plot;
  };

${pageCharts}  charts.hidden = false;
  root.classList.add('drawn');
  render();

  let width = charts.clientWidth;
  const renderAt = () => {
    if (charts.clientWidth === width) return;
    width = charts.clientWidth;
    render();
  };
  new ResizeObserver(() => requestAnimationFrame(renderAt)).observe(charts);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', render);
  find('button.scale').addEventListener('click', () => {
    logarithmic = !logarithmic;
    render();
  });
  // A canvas prints as it is: it has to be light, and as wide as A4 at the zoom of the print style, before the layout.
  addEventListener('beforeprint', () => {
    root.classList.add('printing');
    charts.style.width = '960px';
    render();
  });
  addEventListener('afterprint', () => {
    root.classList.remove('printing');
    charts.style.width = '';
    render();
  });
})();
`;
