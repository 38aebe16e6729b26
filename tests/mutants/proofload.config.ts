import { defineConfig } from 'proofload';

const broken = { scenario: 'scenario.ts', profile: 'broken', slo: 'slo.yaml' } as const;

export default defineConfig({
  experiments: {
    calm: { scenario: 'scenario.ts', profile: 'calm', slo: 'slo.yaml' },
    'db-hang': { ...broken, chaos: 'chaos/db-hang.ts' },
    'db-cuts': { ...broken, chaos: 'chaos/db-cuts.ts' },
    'advisor-hang': { ...broken, chaos: 'chaos/advisor-hang.ts' },
    'lost-replies': { ...broken, chaos: 'chaos/lost-replies.ts' },
    'api-killed': { ...broken, chaos: 'chaos/api-killed.ts' },
    'api-restarted': { ...broken, chaos: 'chaos/api-restarted.ts' },
  },
});
