import type { RequestMatch } from '../model/faults/http.ts';

/** The part of a request that decides whether a fault is meant for it. */
export interface RequestHead {
  readonly method?: string | undefined;
  readonly url?: string | undefined;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** Whether a fault is meant for a request; its share is not asked for. */
export function matcher({ methods, path, headers }: RequestMatch): (head: RequestHead) => boolean {
  const pathIs = path === null ? undefined : pattern(path);
  const conditions = Object.entries(headers).map(([name, value]) => ({ name, is: pattern(value) }));
  return (head) => {
    if (methods.length > 0 && !methods.includes(head.method ?? '')) return false;
    if (pathIs?.test(pathOf(head.url ?? '')) === false) return false;
    return conditions.every(({ name, is }) => {
      const value = head.headers[name];
      return value !== undefined && is.test([value].flat().join(', '));
    });
  };
}

/** Without the query; proxies are also asked with whole URLs. */
function pathOf(url: string): string {
  return url.replace(/^https?:\/\/[^/?]*/i, '').replace(/[?#].*$/s, '');
}

/** `*` stands for anything, `{name}` for one segment. */
function pattern(text: string): RegExp {
  const source = text
    .split(/(\*|\{[^{}]*\})/)
    .map((part) => (part === '*' ? '.*' : /^\{.*\}$/.test(part) ? '[^/]+' : part.replace(/[\\^$.|?+()[\]{}]/g, '\\$&')))
    .join('');
  return new RegExp(`^${source}$`, 's');
}
