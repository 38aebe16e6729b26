/** A program that a run needs and that is not written in TypeScript. */
export interface Tool {
  /** Absolute path of the program. */
  readonly path: string;
  readonly version: string;
  /** Which way it was found: environment variable, PATH, cache, archive, build. */
  readonly foundBy: string;
}

export type ToolName = 'k6' | 'toxiproxy';

/** A way to a tool that led nowhere, and why. */
export interface Tried {
  readonly way: string;
  readonly why: string;
}

/** One way to a tool, gone to its end: the tool, or why it is not to be had this way. */
export type Attempt = { readonly tool: Tool } | { readonly failed: string };
