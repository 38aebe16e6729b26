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
  /** @param {number} value */
  const bytes = (value) => {
    const power = Math.min(4, Math.max(0, Math.floor(Math.log10(Math.max(1, Math.abs(value))) / 3)));
    return trim(value / 1000 ** power, power === 0 ? 0 : 1) + ' ' + ['B', 'KB', 'MB', 'GB', 'TB'][power];
  };
  /** How values of a unit are told; percent counts from 0 to 100. @param {string} unit @returns {(value: number) => string} */
  const formatOf = (unit) => {
    if (unit === 'ms') return ms;
    if (unit === 'bytes') return bytes;
    if (unit === 'share') return (value) => percent(value * 100);
    const suffix = unit === 'number' ? '' : ' ' + unit;
    return (value) => trim(value, Math.abs(value) < 10 ? 2 : Math.abs(value) < 100 ? 1 : 0) + suffix;
  };
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
