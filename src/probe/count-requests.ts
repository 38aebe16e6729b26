import type { RequestMeeting } from '../model/meeting.ts';
import { countFor, type LoadCount, type LoadCountOptions } from './load-count.ts';

/** Counts the requests that were handed to what is broken while it was. */
export function countRequests(options: LoadCountOptions & RequestMeeting): LoadCount {
  const { requests } = options;
  let before: Promise<number> | undefined;
  return countFor(options, {
    begin() {
      before = requests();
      before.catch(() => undefined); // told by end()
    },
    async end() {
      const [from, to] = [await before, await requests()];
      return from === undefined ? null : { connections: null, requests: to - from };
    },
    stop: () => undefined,
  });
}
