/** An amount of data, in powers of ten: `500B`, `10KB`, `1.5MB`. */
export type DataSize = `${number}B` | `${number}KB` | `${number}MB` | `${number}GB`;

/** Data a second: `100KB/s`. */
export type DataRate = `${number}KB/s` | `${number}MB/s` | `${number}GB/s`;
