/** Of our k6: `go/k6/ledger_module.go`. All throw when the ledger cannot be written. */
declare module 'k6/x/proofload/ledger' {
  /** The number of a ledger. */
  export function open(name: string): number;
  /** Notes what is about to be written, and gives the number of the write. */
  export function intend(ledger: number, key: string, value?: string): number;
  export function conclude(write: number, outcome: 'acknowledged' | 'refused' | 'unknown'): void;
  /** Now, as `look` takes it. */
  export function clock(): number;
  export function look(ledger: number, key: string, begun: number, seen: boolean): void;
}
