/** A length of time: `300ms`, `1.5s`, `2m`, `1h`. */
export type Duration = `${number}ms` | `${number}s` | `${number}m` | `${number}h`;

/** A moment of the run or a length relative to it: absolute (`30s`) or a share of the run (`40%`). */
export type Moment = Duration | `${number}%`;
