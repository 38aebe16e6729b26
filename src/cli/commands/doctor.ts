import { buildCommand } from '@stricli/core';
import { cacheFolder } from '../../binaries/cache-folder.ts';
import { writeCalibration } from '../../binaries/calibration-file.ts';
import { examine, renderDoctor } from '../../binaries/doctor.ts';
import { redactor } from '../../model/secrets.ts';
import { exitCodes } from '../../diagnostic/exit-code.ts';
import { readProject } from '../../inputs/find-experiment.ts';
import { calibrate } from '../../run/calibrate.ts';
import { findPostgresBinaries } from '../../target/postgres-binaries.ts';
import type { CliContext } from '../context.ts';
import { guarded } from '../guarded.ts';
import type { CliHost } from '../host.ts';
import { interruptions } from '../interruptions.ts';
import { plainProgress } from '../live/plain-progress.ts';

export const doctor = buildCommand({
  docs: { brief: 'Tell what of this machine a run needs, where it was found, and what to do about the rest' },
  parameters: {
    flags: {
      calibrate: {
        kind: 'boolean',
        default: false,
        brief: 'First measure what load this machine can generate, which takes a minute',
      },
    },
  },
  func(this: CliContext, flags: { readonly calibrate: boolean }): Promise<void> {
    const { host } = this;
    return guarded(this, async () => {
      if (flags.calibrate) await measure(host);
      const { k6Extensions } = await readProject(host.cwd);
      const rows = await examine({ env: host.env, k6Extensions, findPostgresBinaries });
      host.out(renderDoctor(rows, host.colour));
      return rows.some(({ status }) => status === 'missing') ? exitCodes.environment.code : exitCodes.pass.code;
    });
  },
});

async function measure(host: CliHost): Promise<void> {
  using signals = interruptions(host.err);
  signals.hold();
  const calibration = await calibrate({
    env: host.env,
    redact: redactor(host.env),
    node: host.node,
    command: ['proofload', ...host.argv],
    interrupted: signals.interrupted,
    hurried: signals.hurried,
    onRead: () => undefined,
    progress: plainProgress(host.err),
    rerunOf: null,
  });
  await writeCalibration(cacheFolder(host.env), calibration);
}
