// Builds dist/ from src/: the TypeScript compiled, other files that the program needs at run time copied beside it.
// The new build replaces the old one in one step, so that a command started meanwhile finds one or the other.
import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const fresh = join(root, '.cache', 'dist-new');
const old = join(root, '.cache', 'dist-old');
rmSync(fresh, { recursive: true, force: true });
mkdirSync(fresh, { recursive: true });
try {
  execFileSync(join(root, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json', '--outDir', fresh], {
    cwd: root,
    stdio: 'inherit',
  });
} catch {
  console.error('the build failed: the compiler says why above');
  process.exit(1);
}
cpSync(join(root, 'src'), fresh, { recursive: true, filter: (f) => !/\.ts$/.test(f) });
chmodSync(join(fresh, 'main.js'), 0o755);
writeFileSync(join(fresh, '.built'), '');
rmSync(old, { recursive: true, force: true });
if (existsSync(join(root, 'dist'))) renameSync(join(root, 'dist'), old);
renameSync(fresh, join(root, 'dist'));
rmSync(old, { recursive: true, force: true });
