import { builtinModules } from 'node:module';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import { packageRoot } from './package-root.ts';

const builtins = new Set([...builtinModules, ...builtinModules.map((name) => `node:${name}`)]);
const k6Module = /^(k6(\/|$)|https?:\/\/)/;

/**
 * How the imports of authored files resolve: `proofload` to the helpers of this very version, Node modules not at
 * all (k6 has none), and k6's modules as `k6Modules` says.
 */
export function authoredPlugin(k6Modules: 'inert' | 'bound'): Plugin {
  const root = packageRoot();
  return {
    name: 'proofload-authored',
    setup(build) {
      build.onResolve({ filter: /^proofload$/ }, () => ({ path: join(root, 'src/define/index.ts') }));
      build.onResolve({ filter: /.*/ }, (args) => {
        if (!builtins.has(args.path)) return undefined;
        return {
          errors: [
            {
              text: `"${args.path}" is a Node module, and authored files also run inside k6, which has none`,
              notes: [{ text: 'Load data with k6 (open, SharedArray) or put it into the file.' }],
            },
          ],
        };
      });
      build.onResolve({ filter: k6Module }, (args) => {
        if (k6Modules === 'inert') return { path: args.path, namespace: 'inert' };
        const ours = args.importer.startsWith(join(root, 'src/in-k6'));
        if (!ours && args.path === 'k6') return { path: join(root, 'src/in-k6/k6.ts') };
        if (!ours && args.path === 'k6/http') return { path: join(root, 'src/in-k6/http.ts') };
        return { path: args.path, external: true };
      });
      // In Node nothing of k6 is run: every name of every k6 module is a function that does nothing.
      build.onLoad({ filter: /.*/, namespace: 'inert' }, () => ({ contents: inertModule, loader: 'js' }));
    },
  };
}

/** esbuild copies named imports from the prototype, so the prototype answers to every name. */
const inertModule = `
const inert = new Proxy(function k6OnlyValue() {}, {
  get: (target, name) => (name === Symbol.toPrimitive ? () => 'k6 value' : name === 'prototype' ? target.prototype : inert),
  apply: () => inert,
  construct: () => inert,
});
module.exports = Object.create(new Proxy({}, { get: (_, name) => (name === '__esModule' ? true : inert), has: () => true }));
`;
