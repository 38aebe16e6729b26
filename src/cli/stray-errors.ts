import { join, sep } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import { placeOfStack } from '../inputs/place-of-stack.ts';

/**
 * Takes the first thing that is thrown where nobody waits for it, such as by a timer that an authored file has set: node would end
 * with its stack. When it is told, the process ends with the code that comes of it; what was started is the guardian's then.
 */
export function onStrayError(tell: (error: unknown) => Promise<number>): Disposable {
  let told: Promise<void> | undefined;
  const listener = (error: unknown): void => {
    told ??= tell(ofFile(error)).then((code) => process.exit(code));
  };
  process.on('uncaughtException', listener);
  return { [Symbol.dispose]: () => process.off('uncaughtException', listener) };
}

const own = ['dist', 'src', 'node_modules'].map((folder) => join(packageRoot(), folder) + sep);

/** As an error of the authored file that it came from; any other as it is. */
function ofFile(error: unknown): unknown {
  const location = error instanceof Error ? placeOfStack(error.stack ?? '') : undefined;
  if (location === undefined || own.some((folder) => location.file.startsWith(folder))) return error;
  return new ProofloadError('file-threw', 'a file threw where nobody waited for it', {
    location,
    cause: error,
    hint: 'files are read for their data: take out what goes on after that, such as timers, and await what may fail',
  });
}
