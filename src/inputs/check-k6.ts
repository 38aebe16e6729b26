import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';
import type { Place } from '../diagnostic/place.ts';
import type { K6Extension } from '../model/k6-extension.ts';
import type { Problems } from './problems.ts';

const modulePath = /^[a-z0-9-]+(\.[a-z0-9-]+)+(\/[\w.~-]+)*$/i;
const exactVersion = /^v\d+\.\d+\.\d+([-+][\w.+-]+)?$/;

const extension = z.union(
  [
    z.strictObject({
      module: z.string().regex(modulePath, 'expected a Go module such as github.com/grafana/xk6-faker'),
      version: z.string().regex(exactVersion, 'expected an exact version such as v1.2.3'),
    }),
    z.strictObject({ path: z.string().min(1) }),
  ],
  "expected { module: 'github.com/grafana/xk6-faker', version: 'v0.4.4' } or { path: './folder' }",
);

export const k6Shape = z.strictObject({ extensions: z.array(extension) });

/** The extensions with the names of their modules; a folder must hold a Go module. */
export function checkK6Extensions(
  extensions: z.output<typeof k6Shape>['extensions'],
  root: string,
  place: Place,
  problems: Problems,
): K6Extension[] {
  const checked = extensions.flatMap((one): K6Extension[] => {
    if ('module' in one) return [one];
    const folder = resolve(root, one.path);
    const module = readModuleName(one.path, folder, place, problems);
    return module === undefined ? [] : [{ module, folder }];
  });
  checked.forEach(({ module }, index) => {
    if (checked.findIndex((other) => other.module === module) < index)
      problems.add(`k6.extensions: ${module} is there twice`, place);
  });
  return checked;
}

function readModuleName(path: string, folder: string, place: Place, problems: Problems): string | undefined {
  const file = join(folder, 'go.mod');
  if (!existsSync(file)) {
    const hint = 'give the folder that go.mod of the extension is in';
    problems.add(`k6.extensions: ${path} is not a Go module: there is no ${file}`, place, hint);
    return undefined;
  }
  const module = /^module\s+"?([^\s"]+)/m.exec(readFileSync(file, 'utf8'))?.[1];
  if (module !== undefined && modulePath.test(module)) return module;
  const hint = 'xk6 builds modules with a dot in the first part of their name only, such as example.com/mine';
  problems.add(`k6.extensions: the module of ${path} is called ${module ?? 'nothing'}`, { file, line: 1 }, hint);
  return undefined;
}
