import http from 'k6/http';

/** 1,000 requests a second that nobody waits for longer than 2 s. */
export const options = {
  scenarios: {
    rate: {
      executor: 'constant-arrival-rate',
      rate: 1000,
      timeUnit: '1s',
      duration: `${__ENV['SECONDS'] ?? '10'}s`,
      preAllocatedVUs: 400,
    },
  },
};

export default function (): void {
  http.get(__ENV['URL'] ?? '', { timeout: '2s' });
}
