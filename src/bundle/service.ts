import { build, type BuildFailure } from 'esbuild';
import { resolve } from 'node:path';
import { ProofloadError } from '../diagnostic/error.ts';

/**
 * Bundles a service written in TypeScript into one file that plain Node runs.
 *
 * @throws ProofloadError `service-bundle` with the place of every mistake
 */
export async function bundleService(entry: string, outfile: string): Promise<void> {
  try {
    await build({
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      target: 'node20',
      sourcemap: 'inline',
      // An optional native part of pg that is rarely there.
      external: ['pg-native'],
      logLevel: 'silent',
    });
  } catch (error) {
    const problems = (error as BuildFailure).errors.map(({ text, location }) => ({
      message: text,
      place:
        location === null
          ? undefined
          : { file: resolve(location.file), line: location.line, column: location.column + 1 },
    }));
    throw new ProofloadError('service-bundle', `the service ${entry} could not be bundled`, { problems });
  }
}
