import type { K6Extension } from '../model/k6-extension.ts';
import type { ToolSpec } from './tool-spec.ts';

/** k6 with the recorder and with extensions, all of which `k6 version` must list. */
export function k6WithExtensions(k6: ToolSpec, extensions: readonly K6Extension[]): ToolSpec {
  return {
    ...k6,
    title: `${k6.title} and ${extensions.map(({ module }) => module).join(', ')}`,
    misfit: (printed) => k6.misfit(printed) ?? missingExtension(printed, extensions),
    build: { ...k6.build, takes: '3 minutes' },
  };
}

/** Lines of `k6 version`: `  github.com/grafana/xk6-faker v0.4.4, k6/x/faker [js]`; a folder's version is `(devel)`. */
function missingExtension(printed: string, extensions: readonly K6Extension[]): string | undefined {
  const listed = new Map(
    [...printed.matchAll(/^\s+(\S+) (\S+), .+\[\w+\]$/gm)].map(([, module = '', version = '']) => [module, version]),
  );
  for (const one of extensions) {
    const version = listed.get(one.module);
    if (version === undefined) return `holds no extension of ${one.module} ("k6 version" lists none)`;
    if ('version' in one && version !== one.version) return `holds ${one.module} ${version}, not ${one.version}`;
  }
  return undefined;
}
