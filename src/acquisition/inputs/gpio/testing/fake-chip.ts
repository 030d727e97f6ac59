// A folder in place of a GPIO chip, with gpiomon and gpioget that look at it.
import { appendFileSync, chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const program = new URL('./fake-tools.py', import.meta.url).pathname;

export function fakeChip(version: string, levels: Readonly<Record<number, 0 | 1>>) {
  const folder = mkdtempSync(join(tmpdir(), 'haidang-gpio-'));
  const at = (name: string) => join(folder, name);
  for (const tool of ['gpiomon', 'gpioget']) {
    writeFileSync(at(tool), `#!/bin/sh\nCHIP_FOLDER=${folder} exec python3 ${program} ${tool} "$@"\n`);
    chmodSync(at(tool), 0o755);
  }
  const setLevels = (all: Readonly<Record<number, 0 | 1>>) =>
    writeFileSync(
      at('levels'),
      Object.entries(all)
        .map((pair) => pair.join(' '))
        .join('\n'),
    );
  writeFileSync(at('version'), version);
  writeFileSync(at('edges'), '');
  setLevels(levels);
  const lengthOf = (name: string) => (existsSync(at(name)) ? readFileSync(at(name)).length : 0);
  return {
    folder,
    setLevels,
    /** Edges as the wire has them, at milliseconds of the kernel's clock. */
    edges: (line: number, ...all: (readonly [level: 0 | 1, kernelMs: number])[]) =>
      appendFileSync(at('edges'), all.map(([level, ms]) => `${line} ${level} ${Math.round(ms * 1e6)}\n`).join('')),
    /** How often gpiomon began to listen. */
    listening: () => lengthOf('ready'),
    breakWith: (text: string) => writeFileSync(at('kill'), text),
    mend: () => rmSync(at('kill'), { force: true }),
    calls: () => readFileSync(at('calls'), 'utf8').trim().split('\n'),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}
