/** A source of numbers in [0, 1); the same seeds give the same numbers everywhere. */
export type Random = () => number;

const { imul } = Math;

/**
 * splitmix32: a counter in steps of the golden ratio, each value mixed (Steele, Lea, Flood, Fast Splittable Pseudorandom
 * Number Generators, 2014, in 32 bits), which passes through all of its 2^32 numbers.
 *
 * Where it begins is mixed from the seeds one after the other, so that neighbouring ones (users, passes) have nothing in
 * common.
 */
export function seededRandom(seed: number, user = 0, pass = 0): Random {
  let state = mixed(mixed(mixed(seed) + user) + pass);
  return () => {
    state = (state + 0x9e3779b9) | 0;
    return (mixed(state) >>> 0) / 4294967296;
  };
}

/** Changes half of all bits for each bit that changes: `lowbias32` by Chris Wellons (Hash Prospector, 2018). */
function mixed(value: number): number {
  const once = imul(value ^ (value >>> 16), 0x7feb352d);
  const twice = imul(once ^ (once >>> 15), 0x846ca68b);
  return twice ^ (twice >>> 16);
}
