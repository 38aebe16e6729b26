import { seededRandom } from './random.ts';

/** Some items of a list, each at most once, in a random order: the first of a Fisher-Yates shuffle. The same seed gives the same everywhere. */
export function pickedInOrder<T>(items: readonly T[], count: number, seed: number): T[] {
  const random = seededRandom(seed);
  const left = [...items];
  const picked: T[] = [];
  while (picked.length < count && left.length > 0) picked.push(...left.splice(Math.floor(random() * left.length), 1));
  return picked;
}
