/** What k6 tells of an answer, as its tags are. */
export interface AnswerTags {
  readonly status?: string | undefined;
  readonly error_code?: string | undefined;
}

/** k6's error codes; those from 1400 to 1599 are statuses, https://grafana.com/docs/k6/latest/javascript-api/error-codes/. */
const unanswered: Readonly<Record<string, string>> = {
  1050: 'timeout',
  1211: 'timeout',
  1212: 'refused',
  1201: 'reset',
  1220: 'reset',
};

/** How a request failed in a script without steps of ours, by the words of journeys: `status 503`, `timeout`, `refused`, `network`. */
export function failureKindOf({ status, error_code: code }: AnswerTags): string {
  if (status === undefined && code === undefined) return 'failed';
  if (status !== undefined && status !== '0') return `status ${status}`;
  return unanswered[code ?? ''] ?? 'network';
}
