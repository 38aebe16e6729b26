import { join, relative } from 'node:path';
import { renderError } from '../../diagnostic/render.ts';
import { renderTerminal } from '../../report/terminal.ts';
import type { CliHost } from '../host.ts';
import { endByKeys } from '../keys.ts';
import type { Interruptions } from '../interruptions.ts';
import { jsonProgress } from './json-progress.ts';
import { painter } from './paint.ts';
import { plainProgress } from './plain-progress.ts';
import type { RunProgress } from './run-progress.ts';
import { terminalProgress } from './terminal-progress.ts';

/** As JSON lines on stdout, or for people: progress on stderr, the verdict on stdout. */
export function showRun(host: CliHost, experiment: string, json: boolean, signals: Interruptions): RunProgress {
  return json ? jsonProgress(experiment, host.out) : forPeople(host, signals);
}

function forPeople(host: CliHost, signals: Interruptions): RunProgress {
  const { terminal } = host;
  const watched = terminal === null ? undefined : terminalProgress(terminal, painter(host.colourErr), host.err);
  let keys: Disposable | undefined;
  const end = (): void => {
    keys?.[Symbol.dispose]();
    watched?.end();
  };
  return {
    ...(watched ?? plainProgress(host.err)),
    listen() {
      if (terminal !== null) keys ??= endByKeys(terminal, signals);
    },
    end,
    verdict({ verdict, folder, notWritten }) {
      end();
      const reports = relative(host.cwd, join(folder, 'report.html'));
      host.out(renderTerminal(verdict, { width: host.width, colour: host.colour, reports }));
      if (notWritten !== null) host.err(`${renderError(notWritten, host.cwd)}\n`);
    },
  };
}
