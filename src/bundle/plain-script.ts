import { pathToFileURL } from 'node:url';

/**
 * A script that is another one, unchanged but for its `hosts`: k6 takes those of a script's own options and no others,
 * so what the harness redirects (`PROOFLOAD_HOSTS`) can only be added there.
 *
 * @param file absolute path; its imports and files stay relative to it
 */
export function withMoreHosts(file: string): string {
  const script = JSON.stringify(pathToFileURL(file).href);
  return [
    `import * as script from ${script};`,
    `export * from ${script};`,
    'export default script.default;',
    'export const options = {',
    '  ...script.options,',
    '  hosts: { ...script.options.hosts, ...JSON.parse(__ENV.PROOFLOAD_HOSTS) },',
    '};',
    '',
  ].join('\n');
}
