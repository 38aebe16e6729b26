import { ask } from '../../system/ask.ts';
import { readingsOf, type AskedService, type Source } from '../source.ts';

/** The numbers of Redis' INFO. https://redis.io/docs/latest/commands/info/ */
export function redisSource({ url, host, port }: Pick<AskedService, 'url' | 'host' | 'port'>): Source {
  const { username, password } = new URL(url.replace(/^(redis|tcp):/, 'http:'));
  const login = [username, password].filter((one) => one !== '').map(decodeURIComponent);
  const auth = login.length === 0 ? '' : command('AUTH', ...login);
  return {
    async read(timeoutMs) {
      const answer = await ask({ host, port, text: auth + command('INFO'), isWhole, timeoutMs });
      const refusal = /^-(.*)\r$/m.exec(answer)?.[1];
      if (refusal !== undefined) throw new Error(refusal);
      return { readings: readingsOf(parseInfo(answer)) };
    },
    close() {},
  };
}

/** As Redis wants to hear it. https://redis.io/docs/latest/develop/reference/protocol-spec/ */
function command(...words: readonly string[]): string {
  return `*${words.length}\r\n${words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`).join('')}`;
}

/** A refusal ends the conversation, and else the text that INFO announces the length of. */
function isWhole(answer: string): boolean {
  if (/^-.*\r\n/m.test(answer)) return true;
  const [announced, length] = /^\$(\d+)\r\n/m.exec(answer) ?? [];
  if (announced === undefined) return false;
  return Buffer.byteLength(answer.slice(answer.indexOf(announced) + announced.length)) >= Number(length) + 2;
}

/** Fields that are numbers: `connected_clients:7`. */
export function parseInfo(info: string): Record<string, number> {
  const fields = info.matchAll(/^(\w+):(-?\d+(?:\.\d+)?)\r?$/gm);
  return Object.fromEntries([...fields].map(([, field = '', value]) => [field, Number(value)]));
}
