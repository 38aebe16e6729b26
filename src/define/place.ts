/** The stack of the call that made a definition; the harness reads file, line and column out of it. */
export interface Placed {
  readonly definedAt: string;
}

export function placed(): Placed {
  return { definedAt: new Error('defined here').stack ?? '' };
}
