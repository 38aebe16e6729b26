import { existsSync } from 'node:fs';
import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { didYouMean } from '../diagnostic/nearest.ts';
import type { Place } from '../diagnostic/place.ts';
import type { CheckedEdge } from './check-target.ts';
import type { Problems } from './problems.ts';
import type { Runtime } from './request.ts';
import type { CheckedService } from './service-shape.ts';

interface ServiceContext {
  readonly folder: string;
  readonly edges: readonly CheckedEdge[];
  readonly services: readonly string[];
  readonly options: Readonly<Record<string, readonly string[]>>;
  readonly allowRemote: boolean;
  readonly runtime: Runtime;
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
      if (context.runtime === 'containers' && definition.replicaOf !== undefined) {
        problems.add(
          `service "${serviceName}" is a replica of "${definition.replicaOf}", which runs as a process only`,
          place,
          'leave out --runtime containers',
        );
      }
      return;
    case 'redis':
    case 'pgbouncer':
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
      if (context.runtime === 'containers' && !Object.values(definition.env).some((text) => text.includes('{host}'))) {
        problems.add(
          `service "${serviceName}" is to run in a container and is not told {host}`,
          place,
          "add HOST: '{host}', or what it calls the address that it listens on: in a container loopback is its own",
        );
      }
      checkEnv(serviceName, definition, context, problems);
      return;
    case 'container':
      if (definition.build !== undefined) needFile(join(definition.build, 'Dockerfile'), 'file');
      checkContainer(serviceName, definition, context, problems);
      checkEnv(serviceName, definition, context, problems);
      return;
    case 'process':
      needFile(definition.cwd, 'folder');
      if (context.runtime === 'containers') {
        problems.add(
          `service "${serviceName}" is a program of this machine (kind: process), and has no container to run in`,
          place,
          "give it an image of its own (kind: 'container'), or leave out --runtime containers",
        );
      }
      checkEnv(serviceName, definition, context, problems);
  }
}

function checkContainer(
  serviceName: string,
  { image, build, url, ready, metrics }: Extract<CheckedService, { kind: 'container' }>,
  { place }: ServiceContext,
  problems: Problems,
): void {
  const wrong = (message: string, hint: string) => problems.add(`service "${serviceName}": ${message}`, place, hint);
  if ((image === undefined) === (build === undefined))
    wrong('expected either image or build', "image: 'name:tag', or build: the folder of a Dockerfile");
  const isHttp = url.startsWith('http');
  if (isHttp && ready === undefined)
    wrong('it does not say when it is ready', "add ready: '/health', which answers 200");
  for (const [field, value] of Object.entries({ ready, metrics })) {
    if (!isHttp && value !== undefined) wrong(`${field} is a path, and it speaks no HTTP`, `leave out ${field}`);
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
    'host',
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
