import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['src/**/*.test.ts', 'scripts/**/*.test.ts'],
    testTimeout: 20_000,
    hookTimeout: 30_000,
    pool: 'forks',
    maxWorkers: 2,
    // Worker threads that run from source strip their types with Node's WebAssembly build of SWC. Several of them at once
    // crash Node 24.21 now and then where V8 replaces the wrappers between WebAssembly and JavaScript (seen in a core:
    // Runtime_TierUpWasmToJSWrapper, WasmImportWrapperCache::Free, an abort). They are never replaced here. The build that
    // ships has no types to strip.
    execArgv: ['--wasm-wrapper-tiering-budget=2000000000'],
  },
});
