import { askRedis } from '../../system/redis.ts';
import { readingsOf, type AskedService, type Source } from '../source.ts';

/** The numbers of Redis' INFO. https://redis.io/docs/latest/commands/info/ */
export function redisSource(service: Pick<AskedService, 'url' | 'host' | 'port'>): Source {
  return {
    async read(timeoutMs) {
      return { readings: readingsOf(parseInfo(String(await askRedis(service, ['INFO'], timeoutMs)))) };
    },
    close() {},
  };
}

/** Fields that are numbers: `connected_clients:7`. */
function parseInfo(info: string): Record<string, number> {
  const fields = info.matchAll(/^(\w+):(-?\d+(?:\.\d+)?)\r?$/gm);
  return Object.fromEntries([...fields].map(([, field = '', value]) => [field, Number(value)]));
}
