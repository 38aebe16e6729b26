/** Where the folders of runs are. */
export const reportsFlag = {
  kind: 'parsed',
  parse: (input: string) => input,
  default: 'reports',
  placeholder: 'folder',
  brief: 'Where the folders of the runs are',
} as const;
