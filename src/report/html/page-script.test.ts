import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { pageScript } from './page-script.ts';

describe('the script of the page', () => {
  it('has no mistake that the compiler can see', () => {
    const folder = fileURLToPath(new URL('.', import.meta.url));
    const script = `${folder}page-script-text.js`;
    const globals = `${folder}page-script-globals.d.ts`;
    const uplot = createRequire(import.meta.url).resolve('uplot/dist/uPlot.d.ts');
    const texts = new Map([
      [script, pageScript],
      // The library is a script of its own, before this one.
      [globals, `/// <reference path="${uplot}" />`],
    ]);
    const options: ts.CompilerOptions = {
      allowJs: true,
      checkJs: true,
      noEmit: true,
      strict: true,
      noUnusedLocals: true,
      noUncheckedIndexedAccess: true,
      target: ts.ScriptTarget.ES2022,
      lib: ['lib.es2022.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'],
      types: [],
      skipLibCheck: true,
    };
    const host = ts.createCompilerHost(options);
    const disk = ts.createCompilerHost(options);
    host.fileExists = (file) => texts.has(file) || disk.fileExists(file);
    host.readFile = (file) => texts.get(file) ?? disk.readFile(file);
    host.getSourceFile = (file, version, ...rest) => {
      const text = texts.get(file);
      return text === undefined ? disk.getSourceFile(file, version, ...rest) : ts.createSourceFile(file, text, version);
    };
    const program = ts.createProgram([globals, script], options, host);
    const found = ts.getPreEmitDiagnostics(program).map(({ messageText, start, file }) => {
      const line = file === undefined || start === undefined ? 0 : file.getLineAndCharacterOfPosition(start).line + 1;
      return `line ${line}: ${ts.flattenDiagnosticMessageText(messageText, '\n')}`;
    });
    expect(found).toEqual([]);
  }, 30_000);

  it('is plain text that no compiler has touched', () => {
    expect(pageScript).not.toMatch(/__name|<\/script|<!--/i);
  });
});
