import { join } from 'node:path';
import type { Plugin } from 'vite';
import { defineConfig } from 'vitest/config';

const SEEDED = 'tests/support/seeded-properties.ts';

/** What `expect.poll` waits for must come: a limit ends what hangs, and never what is slow. */
const PATIENT = { poll: { timeout: 90_000, interval: 20 } };

/** Rigs alone in a page, where time passes only when a test says so: they may run beside anything. The files of e2e need a studio, sound or a camera. */
const PICTURES = [
  'tests/e2e/*-rig.test.ts',
  'tests/e2e/rigs-*.test.ts',
  'tests/e2e/live2d-re*.test.ts',
  'tests/e2e/shipped-puppet.test.ts',
];

/** Properties start from one seed: a run in CI tests what ours tested. The search for new inputs is `npm run check:properties`. */
const seededProperties: Plugin = {
  name: 'seeded-properties',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'fast-check' && importer && !importer.endsWith(SEEDED) ? join(import.meta.dirname, SEEDED) : null,
};

export default defineConfig({
  test: {
    // How long a worker may take to end, by default 10 s.
    teardownTimeout: 60_000,
    projects: [
      // A time-out only ends what hangs: a property that takes two seconds here takes half a minute on a busy machine.
      {
        plugins: [seededProperties],
        test: {
          name: 'unit',
          expect: PATIENT,
          include: ['src/**/*.test.ts', 'src/**/*.test.tsx'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [seededProperties],
        test: {
          name: 'contract',
          expect: PATIENT,
          include: ['tests/contract/**/*.test.ts'],
          environment: 'node',
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        plugins: [seededProperties],
        test: {
          name: 'headless',
          expect: PATIENT,
          include: ['tests/headless/**/*.test.ts'],
          environment: 'node',
          testTimeout: 180_000,
          hookTimeout: 120_000,
          fileParallelism: false,
        },
      },
      {
        plugins: [seededProperties],
        test: {
          name: 'pictures',
          expect: PATIENT,
          include: PICTURES,
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
      {
        plugins: [seededProperties],
        test: {
          name: 'e2e',
          expect: PATIENT,
          include: ['tests/e2e/**/*.test.ts'],
          exclude: PICTURES,
          environment: 'node',
          testTimeout: 240_000,
          hookTimeout: 240_000,
          fileParallelism: false,
        },
      },
    ],
  },
});
