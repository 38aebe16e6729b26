/** A metric of the data itself: what an audit found of the writes of a ledger. */
export type DataMetric = keyof typeof dataMetrics;

/** How to read the limits: so many writes or reads at most, or so long at most. */
export const dataMetrics = {
  lost_writes: { unit: 'number', about: 'acknowledged writes that are not there after the run' },
  phantom_writes: { unit: 'number', about: 'refused writes that are there' },
  duplicated_writes: { unit: 'number', about: 'writes that are there more than once' },
  unexpected_writes: { unit: 'number', about: 'writes with keys of this run that it never sent' },
  altered_writes: { unit: 'number', about: 'acknowledged writes that are there with another value' },
  unknown_writes: { unit: 'number', about: 'writes of which nobody knows what became of them; they break no promise' },
  stale_reads: { unit: 'number', about: 'reads that missed what was acknowledged before they began' },
  rpo: {
    unit: 'ms',
    about: 'how far before a fault acknowledged writes are lost (recovery point), at the worst; 0 when none is',
  },
} as const satisfies Record<string, { readonly unit: 'number' | 'ms'; readonly about: string }>;

export function isDataMetric(name: unknown): name is DataMetric {
  return typeof name === 'string' && Object.hasOwn(dataMetrics, name);
}
