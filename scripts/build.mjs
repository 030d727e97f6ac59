// Builds dist/ from src/: the TypeScript compiled, other files that the program needs at run time copied beside it.
// The new build replaces the old one in one step, so that a command started meanwhile finds one or the other.
// node scripts/build.mjs NAME FILE …: into .cache/NAME instead, as src/ and with these files of scripts/ beside it; that
// is how a benchmark measures the program as it ships.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const cache = join(root, '.cache');
const [name, ...beside] = process.argv.slice(2);
const target = name ? join(cache, name) : join(root, 'dist');
const fresh = join(cache, `${name ?? 'dist'}-new`);
const old = join(cache, `${name ?? 'dist'}-old`);
const program = name ? join(fresh, 'src') : fresh;
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
try {
  execFileSync(
    join(root, 'node_modules', '.bin', 'tsc'),
    ['-p', name ? withFiles() : 'tsconfig.build.json', '--outDir', fresh],
    {
      cwd: root,
      stdio: ['ignore', 2, 2],
    },
  );
} catch {
  console.error('the build failed: the compiler says why above');
  process.exit(1);
}
cpSync(join(root, 'src'), program, { recursive: true, filter: (f) => !/\.ts$/.test(f) });
chmodSync(join(program, 'main.js'), 0o755);
writeFileSync(join(fresh, '.built'), '');
rmSync(old, { recursive: true, force: true });
if (existsSync(target)) renameSync(target, old);
renameSync(fresh, target);
rmSync(old, { recursive: true, force: true });

/** The same settings, for more files. */
function withFiles() {
  const file = join(cache, `tsconfig.${name}.json`);
  const include = ['../src', ...beside.map((f) => `../${f}`)];
  writeFileSync(
    file,
    JSON.stringify({ extends: '../tsconfig.build.json', compilerOptions: { rootDir: '..' }, include }),
  );
  return file;
}
