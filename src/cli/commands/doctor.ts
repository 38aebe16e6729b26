import { buildCommand } from '@stricli/core';
import { examine, renderDoctor } from '../../binaries/doctor.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { findPostgresBinaries } from '../../target/postgres-binaries.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';

export const doctor = buildCommand({
  docs: { brief: 'Tell what of this machine a run needs, where it was found, and what to do about the rest' },
  parameters: {},
  func(this: CliContext): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      const { k6Extensions } = await readProject(host.cwd);
      const rows = await examine({ env: host.env, k6Extensions, findPostgresBinaries });
      host.out(renderDoctor(rows, host.colour));
      return rows.some(({ status }) => status === 'missing') ? exitCodes.environment.code : exitCodes.pass.code;
    });
  },
});
