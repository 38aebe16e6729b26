import { pathIn } from './path.ts';

/** A k6 extension that a project wants in its k6: a version of a Go module, or a Go module in a folder. */
export type K6Extension =
  | { readonly module: string; readonly version: string }
  | {
      readonly module: string;
      /** Absolute path. */
      readonly folder: string;
    };

/** For people: `github.com/grafana/xk6-faker v0.4.4`, `example.com/mine from k6/mine`. */
export function describeK6Extension(one: K6Extension, projectRoot: string): string {
  return `${one.module} ${'version' in one ? one.version : `from ${pathIn(projectRoot, one.folder)}`}`;
}
