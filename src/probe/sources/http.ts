import { request, type HttpResponse } from '../../system/http.ts';
import { parsePrometheus } from '../prometheus-text.ts';
import { readingsOf, type AskedService, type Source } from '../source.ts';

/** The metrics that a service tells at a path. */
export function prometheusSource(service: AskedService, path: string): Source {
  return {
    async read(timeoutMs) {
      const { status, text } = await get(service, path, timeoutMs);
      if (status !== 200) throw new Error(`${path} answers ${status}`);
      return parsePrometheus(text);
    },
    close() {},
  };
}

/** Whether a path answers 2xx in time; no answer is none. */
export function healthSource(service: AskedService, path: string): Source {
  return {
    async read(timeoutMs) {
      const healthy = await get(service, path, timeoutMs).then(
        ({ status }) => status >= 200 && status < 300,
        () => false,
      );
      return { readings: readingsOf({ healthy: healthy ? 1 : 0 }) };
    },
    close() {},
  };
}

function get({ url, host, port }: AskedService, path: string, timeoutMs: number): Promise<HttpResponse> {
  const { origin, pathname } = new URL(url);
  const asked = origin + pathname.replace(/\/+$/, '') + path;
  return request({ url: asked, connectTo: { host, port }, verify: false, timeoutMs });
}
