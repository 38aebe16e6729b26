import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { resolve } from 'node:path';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { CheckedEdge } from './check-target.ts';
import type { Problems } from './problems.ts';
import type { CheckedService } from './service-shape.ts';

interface ServiceContext {
  readonly folder: string;
  readonly edges: readonly CheckedEdge[];
  readonly services: readonly string[];
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly allowRemote: boolean;
  readonly place: Place | undefined;
}

/** What is wrong with a service that fits its shape: files, addresses, what its environment refers to. */
export function checkService(
  serviceName: string,
  definition: CheckedService,
  context: ServiceContext,
  problems: Problems,
): void {
  const { folder, place } = context;
  const needFile = (file: string, what: string): void => {
    if (!existsSync(resolve(folder, file))) {
      problems.add(
        `service "${serviceName}": ${what} "${file}" does not exist`,
        place,
        `paths are relative to ${folder}`,
      );
    }
  };
  switch (definition.kind) {
    case 'postgres':
      for (const file of definition.init) needFile(file, 'SQL file');
      return;
    case 'external':
      if (!context.allowRemote && !isLocal(listensAt(definition))) {
        problems.add(
          `service "${serviceName}": ${listensAt(definition)} is neither a loopback nor a private address`,
          place,
          'a load test against somebody else is an attack; --allow-remote if it is yours',
        );
      }
      return;
    case 'node':
      needFile(definition.entry, 'entry');
      checkEnv(serviceName, definition, context, problems);
      return;
    case 'process':
      needFile(definition.cwd, 'folder');
      checkEnv(serviceName, definition, context, problems);
  }
}

function checkEnv(
  serviceName: string,
  {
    env: variables,
    disk: ownDisk,
  }: { readonly env: Readonly<Record<string, string>>; readonly disk?: number | undefined },
  context: ServiceContext,
  problems: Problems,
): void {
  const reachable = context.edges.filter(({ from }) => from === serviceName).map(({ to }) => `${to}.url`);
  const known = [
    'port',
    'time-scale',
    ...(ownDisk === undefined ? [] : ['disk']),
    ...reachable,
    ...Object.keys(context.options).map((option) => `option.${option}`),
  ];
  const told = Object.values(variables).join(' ');
  if (ownDisk !== undefined && !told.includes('{disk}')) {
    problems.add(
      `service "${serviceName}" has a disk and is not told {disk}`,
      context.place,
      'without it the service writes elsewhere, and would not notice that the disk is full',
    );
  }
  for (const reference of reachable) {
    if (told.includes(`{${reference}}`)) continue;
    problems.add(
      `service "${serviceName}" has an edge to "${reference.replace(/\.url$/, '')}" and is not told {${reference}}`,
      context.place,
      'without the address of the proxy it would go around it, and no fault on the edge would reach it',
    );
  }
  for (const [variable, text] of Object.entries(variables)) {
    for (const [, reference = ''] of text.matchAll(/\{([^{}]*)\}/g)) {
      if (known.includes(reference)) continue;
      const missingEdge = context.services.find((other) => reference === `${other}.url`);
      problems.add(
        `service "${serviceName}": ${variable} refers to {${reference}}, which it cannot know`,
        context.place,
        missingEdge === undefined ? didYouMean(reference, known) : `add the edge "${serviceName}->${missingEdge}"`,
      );
    }
  }
}

function listensAt({ url, address }: Extract<CheckedService, { kind: 'external' }>): string {
  return address === undefined ? url : `tcp://${address}`;
}

/** Loopback and private addresses (RFC 1918, RFC 4193), and names that can only be local. */
export function isLocal(url: string): boolean {
  let host: string;
  try {
    host = new URL(url.replace(/^(postgres|redis|tcp):/, 'http:')).hostname.replace(/^\[|\]$/g, '');
  } catch {
    return false;
  }
  if (host === 'localhost' || host.endsWith('.localhost')) return true;
  if (isIP(host) === 6) return host === '::1' || /^f[cd]/i.test(host);
  if (isIP(host) !== 4) return false;
  return /^(127\.|10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host);
}
