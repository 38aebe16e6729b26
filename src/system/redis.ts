import { ask } from './ask.ts';

/** What Redis answers: a text, a number, nothing, or a list of these. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
export type RedisReply = string | number | null | readonly RedisReply[];

/** Redis answered with an error: `OOM command not allowed …`. */
export class RedisRefused extends Error {
  override readonly name = 'RedisRefused';
}

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  /** With user and password, where it wants them. */
  readonly url: string;
}

/**
 * Says one command on a connection of its own.
 *
 * @param withinMs connecting included
 * @throws {RedisRefused}; another Error without an answer in time
 */
export async function askRedis(
  { host, port, url }: RedisAddress,
  words: readonly string[],
  withinMs: number,
): Promise<RedisReply> {
  const { username, password } = new URL(url.replace(/^(redis|tcp):/, 'http:'));
  const login = [username, password].filter((one) => one !== '').map(decodeURIComponent);
  const commands = login.length === 0 ? [words] : [['AUTH', ...login], words];
  const answer = await ask({
    host,
    port,
    text: commands.map(commandOf).join(''),
    isWhole(text) {
      const replies = readReplies(text);
      return replies.length === commands.length || replies.some((reply) => reply instanceof RedisRefused);
    },
    timeoutMs: withinMs,
  });
  const replies = readReplies(answer);
  const refused = replies.find((reply) => reply instanceof RedisRefused);
  if (refused !== undefined) throw refused;
  return replies.at(-1) as RedisReply;
}

function commandOf(words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

/** The replies that have come whole. */
export function readReplies(text: string): (RedisReply | RedisRefused)[] {
  const bytes = Buffer.from(text);
  const replies: (RedisReply | RedisRefused)[] = [];
  for (let at = 0; ;) {
    const read = readReply(bytes, at);
    if (read === undefined) return replies;
    replies.push(read.reply);
    at = read.end;
  }
}

/** The reply that begins at a byte, and where it ends; undefined: it is not whole. */
function readReply(bytes: Buffer, from: number): { reply: RedisReply | RedisRefused; end: number } | undefined {
  const lineEnd = bytes.indexOf('\r\n', from);
  if (lineEnd === -1) return undefined;
  const kind = bytes.toString('latin1', from, from + 1);
  const rest = bytes.toString('utf8', from + 1, lineEnd);
  const next = lineEnd + 2;
  switch (kind) {
    case '-':
      return { reply: new RedisRefused(rest), end: next };
    case ':':
      return { reply: Number(rest), end: next };
    case '$': {
      if (rest === '-1') return { reply: null, end: next };
      const end = next + Number(rest);
      return bytes.length < end + 2 ? undefined : { reply: bytes.toString('utf8', next, end), end: end + 2 };
    }
    case '*': {
      const list: RedisReply[] = [];
      let at = next;
      while (list.length < Number(rest)) {
        const one = readReply(bytes, at);
        if (one === undefined) return undefined;
        list.push(one.reply as RedisReply); // none of our commands has an error within a list
        at = one.end;
      }
      return { reply: list, end: at };
    }
    default:
      return { reply: rest, end: next };
  }
}
