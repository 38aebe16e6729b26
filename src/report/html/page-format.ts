/** How the page writes numbers and moments: a part of the text of `page-script.ts`. */
export const pageFormat = String.raw`  /** @param {number} value @param {number} digits */
  const trim = (value, digits) => String(Number(value.toFixed(digits)));
  /** @param {number} value */
  const ms = (value) =>
    value >= 999.5 ? trim(value / 1000, value < 9995 ? 2 : 1) + ' s' : trim(value, value < 0.995 ? 2 : value < 9.95 ? 1 : 0) + ' ms';
  /** @param {number} value */
  const rate = (value) => trim(value, value < 10 ? 2 : value < 100 ? 1 : 0) + ' /s';
  /** @param {number} value */
  const percent = (value) => trim(value, value < 10 ? 2 : 1) + ' %';
  /** @param {number} seconds */
  const moment = (seconds) => {
    const tenths = Math.round(seconds * 10);
    const whole = Math.floor(tenths / 10);
    const two = (/** @type {number} */ n) => String(n).padStart(2, '0');
    const minutes = Math.floor(whole / 60);
    const head = minutes < 60 ? String(minutes) : Math.floor(minutes / 60) + ':' + two(minutes % 60);
    return head + ':' + two(whole % 60) + (tenths % 10 === 0 ? '' : '.' + (tenths % 10));
  };
`;
