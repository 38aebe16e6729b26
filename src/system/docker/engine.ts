import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { request, RequestFailed, type HttpResponse } from '../http.ts';

/** The Docker engine of this machine. */
export interface Engine {
  /** Path of the socket that it listens on. */
  readonly socket: string;
}

/** Why no container can run here, and what to do about it. */
export interface NoEngine {
  readonly why: string;
  readonly hint: string;
}

/** It understood what it was asked, and did not do it. */
export class EngineRefused extends Error {
  override readonly name = 'EngineRefused';
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

type Env = Readonly<Record<string, string>>;

const version = z.looseObject({ Version: z.string() });

/** Finds the engine where Docker's own programs do, and asks it for its version. */
export async function findEngine(env: Env): Promise<(Engine & { readonly version: string }) | NoEngine> {
  const socket = socketOf(env);
  if (typeof socket !== 'string') return socket;
  try {
    const answer = await callEngine({ socket }, 'GET', '/version', { timeoutMs: 5_000 });
    return { socket, version: version.parse(answer.json()).Version };
  } catch (error) {
    const code = error instanceof RequestFailed ? error.code : '';
    if (code === 'EACCES')
      return { why: `${socket} may not be opened`, hint: 'become a member of the group that owns it, often docker' };
    const why = error instanceof Error ? error.message : String(error);
    return {
      why: `nothing answers at ${socket}: ${why}`,
      hint: 'start the engine: systemctl start docker, or its like',
    };
  }
}

function socketOf(env: Env): string | NoEngine {
  const host = env['DOCKER_HOST'] ?? '';
  if (host.startsWith('unix://')) return host.slice('unix://'.length);
  if (host !== '') {
    return {
      why: `DOCKER_HOST is ${host}, and containers are to run on this machine`,
      hint: 'unset DOCKER_HOST, or give the socket of a local engine: unix:///run/docker.sock',
    };
  }
  const [runtime, home] = [env['XDG_RUNTIME_DIR'] ?? '', env['HOME'] ?? ''];
  const known = [
    '/var/run/docker.sock',
    ...(runtime === '' ? [] : [join(runtime, 'docker.sock')]),
    ...(home === '' ? [] : [join(home, '.docker/run/docker.sock')]),
  ];
  return (
    known.find((path) => existsSync(path)) ?? {
      why: `there is no Docker engine: no socket at ${known.join(', ')}`,
      hint: 'install Docker and start it, or say where it is with DOCKER_HOST=unix://…',
    }
  );
}

interface CallOptions {
  readonly body?: unknown;
  /** @default 10000 */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/**
 * Calls the engine's API.
 *
 * @throws {EngineRefused} for a status of 400 and above
 * @throws {RequestFailed} when there is no answer
 */
export async function callEngine(
  { socket }: Engine,
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  { timeoutMs = 10_000, ...more }: CallOptions = {},
): Promise<HttpResponse> {
  const answer = await request({ url: `http://docker${path}`, socketPath: socket, method, timeoutMs, ...more });
  if (answer.status < 400) return answer;
  throw new EngineRefused(answer.status, messageIn(answer));
}

function messageIn({ status, text }: HttpResponse): string {
  const parsed = z.looseObject({ message: z.string() }).safeParse(parseJson(text));
  return parsed.success ? parsed.data.message : `status ${status}: ${text.slice(0, 200)}`;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Undefined for what the engine does not know. */
export function unknownIsUndefined(error: unknown): undefined {
  if (error instanceof EngineRefused && error.status === 404) return undefined;
  throw error;
}
