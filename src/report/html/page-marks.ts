/** What lies on the charts, faults as bands and limits as lines: a part of the text of `page-script.ts`. */
export const pageMarks = String.raw`  /**
   * Names stand in the first chart only; the others have the numbers.
   *
   * A canvas is printed as the strokes that made it, the one that clears it among them: what lies under it is gone.
   * @param {uPlot} u
   */
  const paintBands = (u) => {
    u.root.querySelectorAll('.band, .band-label').forEach((element) => element.remove());
    const width = u.over.clientWidth;
    const at = (/** @type {number} */ seconds) => Math.min(width, Math.max(0, u.valToPos(seconds, 'x')));
    data.bands.forEach((band, i) => {
      const left = at(band.fromS);
      const right = at(band.toS);
      if (right <= left && (band.toS < view.min || band.fromS > view.max)) return;
      const element = div('band band-' + band.kind, root.classList.contains('printing') ? u.over : u.under);
      element.dataset.phase = band.label;
      element.style.left = left + 'px';
      element.style.width = Math.max(2, right - left) + 'px';
      if (band.number === null) return;
      const label = div('band-label', u.over);
      label.style.left = left + 4 + 'px';
      const number = document.createElement('span');
      number.className = 'number';
      number.textContent = String(band.number);
      label.append(number, u === drawn[0] || drawn.length === 0 ? band.label : '');
      const next = data.bands.slice(i + 1).find((other) => other.kind === 'fault');
      const room = (next === undefined ? width : at(next.fromS)) - left - 4;
      if (label.offsetWidth > room) number.nextSibling?.remove();
      if (label.offsetWidth > width - left) label.remove();
    });
  };

  /** A limit above the scale is told at the upper edge. @param {uPlot} u */
  const paintLimits = (u) => {
    u.over.querySelectorAll('.limit-line, .limit-label').forEach((element) => element.remove());
    const top = u.scales.y?.max ?? 0;
    const bottom = u.scales.y?.min ?? 0;
    const height = 15;
    const shown = data.limits.filter((limit) => limit.ms >= bottom).sort((a, b) => b.ms - a.ms);
    const tops = shown.map((limit) => (limit.ms > top ? 0 : u.valToPos(limit.ms, 'y') - height));
    // Names keep the order of their lines, and make way for each other downwards; at the bottom upwards again.
    let least = 0;
    tops.forEach((y, i) => {
      tops[i] = Math.max(y, least);
      least = tops[i] + height;
    });
    let most = u.over.clientHeight;
    for (let i = tops.length - 1; i >= 0; i--) {
      tops[i] = Math.min(tops[i] ?? 0, most - height);
      most = tops[i] ?? 0;
    }
    shown.forEach((limit, i) => {
      const inside = limit.ms <= top;
      if (inside) div('limit-line', u.over).style.top = u.valToPos(limit.ms, 'y') + 'px';
      const label = div('limit-label', u.over);
      label.textContent = limit.label + (inside ? '' : ' ↑');
      label.style.top = tops[i] + 'px';
    });
  };

  /** Of a chart whose heading names the limits. @param {uPlot} u @param {{ at: number }[]} limits */
  const paintLevels = (u, limits) => {
    u.over.querySelectorAll('.limit-line').forEach((element) => element.remove());
    for (const { at } of limits) {
      if (at <= (u.scales.y?.max ?? 0)) div('limit-line', u.over).style.top = u.valToPos(at, 'y') + 'px';
    }
  };

`;
