/** A source of numbers in [0, 1); the same seeds give the same numbers everywhere. */
export type Random = () => number;

/**
 * sfc32 by Chris Doty-Humphrey (PractRand), seeded from any whole numbers by murmur3's finaliser.
 *
 * It is small, fast in k6's interpreter, and has no visible pattern between neighbouring seeds (users, passes). Every pass
 * makes one; with iterators (`for … of`, lists on the left side) that would take twice as long there.
 */
export function seededRandom(...seeds: readonly number[]): Random {
  let hash = 0x9e3779b9;
  const mix = (value: number): number => {
    hash = Math.imul(hash ^ value, 0x85ebca6b);
    hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
    hash ^= hash >>> 16;
    return hash;
  };
  for (let i = 0; i < seeds.length; i++) mix(seeds[i] ?? 0);
  let a = mix(1);
  let b = mix(2);
  let c = mix(3);
  let counter = 1;
  const next: Random = () => {
    const sum = (a + b + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + sum;
    return (sum >>> 0) / 4294967296;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}
