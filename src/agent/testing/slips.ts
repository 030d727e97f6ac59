// What `check` answers to a slip in an example. Shared by the tests of the answers.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { render, renderHint } from '../../messages/catalogue.ts';
import { formatPath } from '../../runtime/document/problem.ts';
import { type LoadOptions, loadSite } from '../load.ts';

export const examples = fileURLToPath(new URL('../../../config/examples', import.meta.url));

export class Slips {
  readonly folder = mkdtempSync(join(tmpdir(), 'haidang-answers-'));
  readonly file = join(this.folder, 'site.yaml');
  readonly #load: LoadOptions;

  /** @param optionsOf where profiles and the rest are looked for, by the data folder. */
  constructor(optionsOf: (data: string) => LoadOptions) {
    this.#load = optionsOf(this.folder);
  }

  end(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** What is said of an example in which one text was replaced. */
  problems(name: string, from: string, to: string) {
    const good = readFileSync(join(examples, name), 'utf8');
    if (!good.includes(from)) throw new Error(`${from} is not in ${name}`);
    writeFileSync(this.file, good.replace(from, to));
    return loadSite(this.file, this.#load).problems;
  }

  /** Its mistakes: line, path, reason and remedy. */
  said = (name: string, from: string, to: string): string[] => {
    this.problems(name, from, to);
    return this.ofFile(this.file);
  };

  ofFile = (file: string): string[] =>
    loadSite(file, this.#load)
      .problems.filter((p) => p.severity === 'error')
      .map(({ line, path, message: m }) => `${line} ${formatPath(path)}: ${render(m, 'en')} -> ${renderHint(m, 'en')}`);
}
