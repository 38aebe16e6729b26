import { formatDuration } from '../duration.ts';
import { formatBytes } from '../bytes.ts';

/** Which requests a fault is meant for; all that is said must fit. */
export interface RequestMatch {
  /** In capitals; none = every method. */
  readonly methods: readonly string[];
  /** Of the path without its query: `*` is anything, `{id}` one segment; null = every path. */
  readonly path: string | null;
  /** By lower-case name; `*` in a value is anything. */
  readonly headers: Readonly<Record<string, string>>;
  /** So many of those that fit, from 0 to 1: counted off exactly. */
  readonly share: number;
}

/** What can be done to the requests of an edge. */
export type HttpAction =
  | HttpKind<'http-error', { status: number; retryAfterS: number | null; body: string }>
  | HttpKind<'delay-headers', { delayMs: number }>
  | HttpKind<'slow-body', { bytesPerSecond: number }>
  | HttpKind<'truncate-body', { afterBytes: number }>
  | HttpKind<'malform-body', { how: Malformation }>
  | HttpKind<'lose-reply'>
  | HttpKind<'drop-request'>;

/** `json`: it begins like an HTML page; `bytes`: one bit in every hundredth byte is another. Both keep the length. */
export type Malformation = 'json' | 'bytes';

type HttpKind<K extends string, Options = unknown> = Readonly<{ kind: K; match: RequestMatch } & Options>;

const kinds: ReadonlySet<string> = new Set<HttpAction['kind']>([
  'http-error',
  'delay-headers',
  'slow-body',
  'truncate-body',
  'malform-body',
  'lose-reply',
  'drop-request',
]);

export function isHttpAction(action: { readonly kind: string }): action is HttpAction {
  return kinds.has(action.kind);
}

/** `503 instead of answers on api->ai (10% of POST /recommendations)`. */
export function describeHttp(action: HttpAction, edge: string): string {
  return `${whatItDoes(action)} on ${edge}${describeMatch(action.match)}`;
}

function whatItDoes(action: HttpAction): string {
  switch (action.kind) {
    case 'http-error': {
      const after = action.retryAfterS === null ? '' : ` with Retry-After ${action.retryAfterS}`;
      return `${action.status}${after} instead of answers`;
    }
    case 'delay-headers':
      return `answers ${formatDuration(action.delayMs)} late`;
    case 'slow-body':
      return `bodies at ${formatBytes(action.bytesPerSecond)}/s`;
    case 'truncate-body':
      return `bodies cut after ${formatBytes(action.afterBytes)}`;
    case 'malform-body':
      return action.how === 'json' ? 'bodies that are no JSON' : 'bodies with wrong bytes';
    case 'lose-reply':
      return 'answers lost';
    case 'drop-request':
      return 'requests dropped';
  }
}

function describeMatch({ methods, path, headers, share }: RequestMatch): string {
  const conditions = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const which = [methods.join('/'), path ?? '', conditions.join(', ')].filter((part) => part !== '').join(' ');
  const some = share === 1 ? '' : `${Number((share * 100).toPrecision(4))}%`;
  const words = [some, which].filter((part) => part !== '').join(' of ');
  return words === '' ? '' : ` (${words})`;
}
