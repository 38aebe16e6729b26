import type { Tools } from '../binaries/obtain-tools.ts';
import type { Inputs } from '../inputs/read-inputs.ts';
import type { Plan } from '../model/plan.ts';
import type { Manifest } from '../model/record.ts';
import type { RunRegistry } from '../undo/run-registry.ts';
import type { RunHost } from './run-host.ts';
import type { ScriptFile } from './script-file.ts';

/** All that a run is made of before anything is started. */
export interface RunSpec {
  readonly plan: Plan;
  readonly inputs: Inputs;
  readonly tools: Tools;
  readonly folder: string;
  readonly script: ScriptFile;
  readonly projectRoot: string;
  readonly manifest: Manifest;
  readonly host: RunHost;
  /** Where it is known until it is clean. */
  readonly registry: RunRegistry;
}
