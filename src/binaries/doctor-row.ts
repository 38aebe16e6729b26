/** One thing that a run may need of this machine. */
export interface DoctorRow {
  readonly name: string;
  /** `missing`: no run can do without it. `warn`: some runs cannot, or something will take time. */
  readonly status: 'ok' | 'warn' | 'missing';
  /** Where it was found; or what was found out, one thing a line. */
  readonly found: string;
  /** Empty where there is none. */
  readonly version: string;
  /** What it is for. */
  readonly what: string;
  /** What to do about it; empty when there is nothing to do. */
  readonly todo: string;
}
