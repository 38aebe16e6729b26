import { obtainTools } from '../../src/binaries/obtain-tools.ts';

/** Builds k6 and Toxiproxy once, where they are not there yet; that takes minutes and would time out any test. */
export default async function setup(): Promise<void> {
  await obtainTools({
    env: Object.fromEntries(Object.entries(process.env).map(([name, value]) => [name, value ?? ''])),
    onProgress: (line) => void process.stderr.write(`${line}\n`),
  });
}
