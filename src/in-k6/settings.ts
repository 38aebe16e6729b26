/** What the generated entry hands to the journeys: the parts of the plan that they need. */
export interface Settings {
  readonly seed: number;
  /** Length of the load in ms; no step begins after it. */
  readonly loadMs: number;
  readonly requestTimeoutMs: number;
  readonly thinkMs: readonly (readonly [number, number])[];
}
