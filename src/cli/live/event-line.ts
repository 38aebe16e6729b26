import type { FaultEvent } from '../../model/record.ts';
import { plain } from '../../report/plain-text.ts';

const told: Partial<Record<FaultEvent['event'], string>> = {
  felt: 'felt',
  lapsed: 'ceased to act before it was healed',
  clean: 'gone',
  escalated: 'healing escalated',
};

/** `   5.2 s  fault db-hang: felt`; undefined for what nobody needs to be told. */
export function faultLine({ event, fault, atMs, detail }: FaultEvent): string | undefined {
  const words = told[event];
  if (words === undefined) return undefined;
  return `${seconds(atMs)}  fault ${plain(fault)}: ${words}${detail === undefined ? '' : ` (${plain(detail)})`}`;
}

export function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1).padStart(6)} s`;
}
