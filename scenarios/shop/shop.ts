import { defineScenario, users } from 'proofload';
import shop from '../../targets/shop/target.ts';
import { shopper } from './journeys/shopper.ts';

/** The shop under every load that its load testing guide asks for. */
export default defineScenario({
  target: shop,
  journeys: [shopper],
  profiles: {
    /** Does it work at all: few users who take their time. */
    smoke: users(10, { for: '2m', rampUp: '5s', think: ['1s', '3s'] }),
    /** What later builds are compared with. */
    baseline: users(50, { for: '10m', rampUp: '10s' }),
    /** More and more, to see what gives in first. */
    stress: users(
      [
        { at: 50, for: '3m' },
        { at: 100, for: '4m' },
        { at: 150, for: '4m' },
        { at: 200, for: '4m' },
      ],
      { warmUp: '10s' },
    ),
    /** Fifty times as many at once, and gone again. */
    spike: users(
      [
        { at: 10, for: '2m' },
        { at: 500, for: '1m' },
        { at: 10, for: '2m' },
      ],
      { warmUp: '10s' },
    ),
    /** Long enough for leaks and exhausted pools to show. */
    endurance: users(100, { for: '1h', rampUp: '20s' }),
    /** A day from night to noon to night, in six minutes. */
    daily: users(
      [
        { at: 10, for: '60s' },
        { to: 50, over: '5s' },
        { at: 50, for: '55s' },
        { to: 100, over: '5s' },
        { at: 100, for: '115s' },
        { to: 50, over: '5s' },
        { at: 50, for: '55s' },
        { to: 10, over: '5s' },
        { at: 10, for: '55s' },
      ],
      { warmUp: '5s' },
    ),
    /** The doors open, everybody comes, and goes when all is sold. */
    'flash-sale': users(
      [
        { at: 10, for: '60s' },
        { to: 200, over: '5s' },
        { at: 200, for: '175s' },
        { to: 10, over: '5s' },
        { at: 10, for: '55s' },
      ],
      { warmUp: '5s' },
    ),
  },
});
