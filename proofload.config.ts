import { defineConfig } from 'proofload';

export default defineConfig({
  experiments: {
    'shop-proof': {
      scenario: 'scenarios/shop/proof.ts',
      chaos: 'chaos/shop-proof.ts',
      slo: 'thresholds/shop.yaml',
    },
    'shop-smoke': { scenario: 'scenarios/shop/smoke.ts', slo: 'thresholds/shop.yaml' },
  },
  gates: {
    pr: ['shop-proof'],
    nightly: ['shop-smoke', 'shop-proof'],
  },
});
