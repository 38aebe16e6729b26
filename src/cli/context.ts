import type { StricliProcess } from '@stricli/core';
import type { CliHost } from './host.ts';

/** What every command is given. */
export interface CliContext {
  readonly process: StricliProcess;
  readonly host: CliHost;
}
