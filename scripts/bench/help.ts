import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { type Bench, median } from './bench.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** How long a technician waits for `haidang --help`, as a whole process. */
export const help: Bench = {
  name: 'help',
  async run() {
    spawnSync('node', ['scripts/build.mjs'], { cwd: root });
    const timesOf = (args: readonly string[]) =>
      median(
        Array.from({ length: 7 }, () => {
          const start = performance.now();
          spawnSync('node', [...args], { cwd: root });
          return performance.now() - start;
        }),
      );
    const ours = timesOf(['dist/main.js', '--help']);
    const bare = timesOf(['-e', '0']);
    return [
      {
        name: 'haidang --help',
        value: ours,
        unit: 'ms',
        target: { atMost: 300 },
        detail: `node itself ${bare.toFixed(0)} ms`,
      },
    ];
  },
};
