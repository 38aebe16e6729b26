import { defineConfig } from 'vitest/config';

/** Measures what the machine can do, or single milliseconds; needs all of it; or changes what others see: one at a time. */
const alone = 'tests/{integration,e2e}/**/*.alone.test.ts';

/** Most of their time is waiting: three of them keep two processors two thirds busy. */
const beside = { maxWorkers: 3, sequence: { groupOrder: 1 } };

/** What comes is waited for also on a machine that stands still for a moment. */
const expect = { poll: { timeout: 15_000 } };

const patience = { testTimeout: 240_000, hookTimeout: 600_000 };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: [
            'src/**/*.test.ts',
            'targets/**/*.test.ts',
            'bench/**/*.test.ts',
            'tests/architecture/**/*.test.ts',
          ],
          exclude: ['src/in-k6/**'],
          // Nothing that these import keeps anything from one file to the next.
          isolate: false,
          maxWorkers: '100%',
          // They take milliseconds; a busy machine may stop them for seconds.
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: 'integration',
          include: ['tests/integration/**/*.test.ts'],
          exclude: [alone],
          testTimeout: 60_000,
          hookTimeout: 120_000,
          expect,
          ...beside,
        },
      },
      {
        test: {
          name: 'e2e',
          include: ['tests/e2e/**/*.test.ts'],
          exclude: [alone],
          globalSetup: ['tests/e2e/setup.ts'],
          ...patience,
          expect,
          ...beside,
        },
      },
      {
        test: {
          name: 'alone',
          include: [alone],
          globalSetup: ['tests/e2e/setup.ts'],
          ...patience,
          expect,
          fileParallelism: false,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['tests/browser/**/*.test.ts'],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          expect,
          fileParallelism: false,
        },
      },
    ],
  },
});
