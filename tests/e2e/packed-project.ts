import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from './cli.ts';

/** Somebody else's project, with the package in it as it is published. */
export interface PackedProject {
  readonly folder: string;
  readonly modules: string;
  /** The package. */
  readonly archive: string;
}

/** Its dependencies are those that are installed here; only the package itself is what was packed, as setup.ts has built it. */
export function packedProject(): PackedProject {
  const folder = mkdtempSync(join(tmpdir(), 'e2e-package-'));
  const modules = join(folder, 'node_modules');
  const packed = execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', folder], {
    cwd: root,
    encoding: 'utf8',
  });
  const archive = join(folder, packed.trim());
  mkdirSync(join(modules, '.bin'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules'))) {
    if (!name.startsWith('.')) symlinkSync(join(root, 'node_modules', name), join(modules, name));
  }
  execFileSync('tar', ['-xzf', archive, '-C', modules]);
  execFileSync('mv', [join(modules, 'package'), join(modules, 'proofload')]);
  chmodSync(join(modules, 'proofload/dist/cli/main.js'), 0o755);
  symlinkSync('../proofload/dist/cli/main.js', join(modules, '.bin/proofload'));
  return { folder, modules, archive };
}
