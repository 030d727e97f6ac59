// fast-check with one seed, so that a test says today what it said yesterday; `HAIDANG_SEED=7 npx vitest run …` looks elsewhere.
import fc from 'fast-check';

fc.configureGlobal({ seed: Number(process.env['HAIDANG_SEED'] ?? 1) });

export default fc;
