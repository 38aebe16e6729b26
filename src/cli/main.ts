#!/usr/bin/env node
import './working-folder.ts';
import { run, type StricliProcess } from '@stricli/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import { ProofloadError } from '../diagnostic/error.ts';
import { exitCodes } from '../diagnostic/exit-code.ts';
import { renderError } from '../diagnostic/render.ts';
import { buildApp } from './app.ts';
import { tellGithubOfError } from './github.ts';
import { processHost } from './host.ts';

const host = processHost();
const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
/** What stricli says against the command line. */
let refusal = '';
const stderr = {
  write(text: string): void {
    refusal += text;
    host.err(text);
  },
};
// Not the process itself: stricli must not end it before its streams are empty.
const shell: StricliProcess = { stdout: { write: host.out }, stderr, env: host.env };
await run(buildApp(version), host.argv.length === 0 ? ['--help'] : host.argv, { process: shell, host });

// Stricli's own codes, for unknown commands and bad arguments, are negative.
const code = Number(shell.exitCode ?? 0);
process.exitCode = code < 0 ? exitCodes.usage.code : code;
if (code < 0) {
  const message = refusal.trim().replace(/^proofload: /, '');
  await tellGithubOfError(host, new ProofloadError('bad-usage', message));
}

process.on('exit', () => {
  if (host.outTrouble === undefined) return;
  const error = new ProofloadError('output-not-written', 'what was to be printed could not be written', {
    exit: 'environment',
    hint: 'what belongs to a run is in its folder all the same; free some space where the output goes',
    cause: host.outTrouble,
  });
  host.err(`${renderError(error, host.cwd)}\n`);
  if (process.exitCode === exitCodes.pass.code) process.exitCode = error.exitCode;
});

// Whoever waits for the exit code must not wait for what was left open: after a harness stood still, that may be a connection
// that nobody answers.
const lingerMs = 2000;
setTimeout(() => process.exit(), lingerMs).unref();
