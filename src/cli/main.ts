#!/usr/bin/env node
import { run, type StricliProcess } from '@stricli/core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../bundle/package-root.ts';
import { exitCodes } from '../diagnostic/exit-code.ts';
import { buildApp } from './app.ts';
import { processHost } from './host.ts';

const host = processHost();
const { version } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as { version: string };
// Not the process itself: stricli must not end it before its streams are empty.
const shell: StricliProcess = { stdout: { write: host.out }, stderr: { write: host.err }, env: host.env };
await run(buildApp(version), host.argv.length === 0 ? ['--help'] : host.argv, { process: shell, host });

// Stricli's own codes, for unknown commands and bad arguments, are negative.
const code = Number(shell.exitCode ?? 0);
process.exitCode = code < 0 ? exitCodes.usage.code : code;

// Whoever waits for the exit code must not wait for what was left open: after a harness stood still, that may be a connection
// that nobody answers.
const lingerMs = 2000;
setTimeout(() => process.exit(), lingerMs).unref();
