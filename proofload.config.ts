import { defineConfig } from 'proofload';

export default defineConfig({
  experiments: {
    'shop-proof': {
      scenario: 'scenarios/shop/proof.ts',
      chaos: 'chaos/shop-proof.ts',
      slo: 'thresholds/shop.yaml',
    },
    'shop-services': {
      scenario: 'scenarios/shop/proof.ts',
      chaos: 'chaos/shop-services.ts',
      slo: 'thresholds/shop.yaml',
    },
    'shop-http': { scenario: 'scenarios/shop/proof.ts', chaos: 'chaos/shop-http.ts', slo: 'thresholds/shop-http.yaml' },
    'shop-smoke': { scenario: 'scenarios/shop/shop.ts', profile: 'smoke', slo: 'thresholds/shop.yaml' },
    'shop-baseline': { scenario: 'scenarios/shop/shop.ts', profile: 'baseline', slo: 'thresholds/shop.yaml' },
    'shop-stress': { scenario: 'scenarios/shop/shop.ts', profile: 'stress', slo: 'thresholds/shop.yaml' },
    'shop-spike': { scenario: 'scenarios/shop/shop.ts', profile: 'spike', slo: 'thresholds/shop.yaml' },
    'shop-endurance': { scenario: 'scenarios/shop/shop.ts', profile: 'endurance', slo: 'thresholds/shop.yaml' },
    'shop-daily': { scenario: 'scenarios/shop/shop.ts', profile: 'daily', slo: 'thresholds/shop.yaml' },
    'shop-flash-sale': { scenario: 'scenarios/shop/shop.ts', profile: 'flash-sale', slo: 'thresholds/shop.yaml' },
  },
  gates: {
    pr: ['shop-proof'],
    nightly: ['shop-smoke', 'shop-proof', 'shop-services'],
  },
});
