import { defineConfig } from 'vitest/config';

/** The tests by which mutants of the verdict live or die; one process for all, since each mutant needs it anew. */
export default defineConfig({
  test: { include: ['src/verdict/**/*.test.ts'], isolate: false, testTimeout: 60_000 },
});
