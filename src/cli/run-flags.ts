/** How a run is carried out and what its exit code is. */
export interface RunFlags {
  readonly reports: string;
  readonly strict: boolean;
  readonly json: boolean;
}

export const runFlags = {
  reports: {
    kind: 'parsed',
    parse: (input: string) => input,
    default: 'reports',
    placeholder: 'folder',
    brief: 'Where the folder of the run is made',
  },
  json: { kind: 'boolean', default: false, brief: 'Events as JSON lines on stdout instead of progress and verdict' },
  strict: { kind: 'boolean', default: false, brief: 'A warning ends with exit code 3' },
} as const;
