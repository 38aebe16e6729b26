/** A program that a run needs and that is not written in TypeScript. */
export interface Tool {
  /** Absolute path of the program. */
  readonly path: string;
  readonly version: string;
  /** Which way it was found: environment variable, PATH, cache, archive, build. */
  readonly foundBy: string;
}

export type ToolName = 'k6' | 'toxiproxy';
