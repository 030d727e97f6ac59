// Mutated site files through `loadSite`, as `haidang check` and a push of the centre read them: none may crash it, each is
// refused with a line and a reason in both languages, or is right.
import { writeFileSync } from 'node:fs';
import { render } from '../../messages/catalogue.ts';
import { messageOf } from '../../runtime/errors.ts';
import { type LoadOptions, loadSite } from '../load.ts';
import { type MutatedSite, mutatedSite } from './mutated-site.ts';

export interface SiteFuzz {
  /** What went wrong, with the way in which the file was spoilt. */
  readonly wrong: readonly string[];
  readonly crashes: readonly string[];
  readonly kinds: ReadonlyMap<string, number>;
  readonly refused: number;
  /** The most processor time for one file, milliseconds. */
  readonly slowestMs: number;
  readonly slowest: string;
}

/**
 * @param goods texts of site files without a mistake.
 * @param file is written again and again.
 */
export function fuzzSites(
  { count, goods, file, load }: { count: number; goods: readonly string[]; file: string; load: LoadOptions },
  random: () => number,
): SiteFuzz {
  const wrong: string[] = [];
  const crashes: string[] = [];
  const kinds = new Map<string, number>();
  let [refused, slowestMs, slowest] = [0, 0, ''];
  for (let n = 0; n < count; n++) {
    const mutated = mutatedSite(n, goods, random);
    if (!mutated) continue;
    kinds.set(mutated.how, (kinds.get(mutated.how) ?? 0) + 1);
    writeFileSync(file, mutated.bytes);
    const before = process.cpuUsage();
    try {
      const said = judged(mutated, loadSite(file, load));
      if (said.wrong !== undefined) wrong.push(`${mutated.how}: ${said.wrong}`);
      if (said.isRefused) refused++;
    } catch (error) {
      crashes.push(`${mutated.how}: ${messageOf(error)}`);
    }
    const used = process.cpuUsage(before);
    const ms = (used.user + used.system) / 1000;
    if (ms > slowestMs) [slowestMs, slowest] = [ms, mutated.how];
  }
  return { wrong, crashes, kinds, refused, slowestMs, slowest };
}

function judged(
  { fate, bytes }: MutatedSite,
  loaded: ReturnType<typeof loadSite>,
): { isRefused: boolean; wrong?: string } {
  const errors = loaded.problems.filter((p) => p.severity === 'error');
  const isRefused = loaded.site === undefined;
  if (!isRefused) {
    if (errors.length > 0) return { isRefused, wrong: 'it is read and has mistakes' };
    return fate === 'refused' ? { isRefused, wrong: 'it is read' } : { isRefused };
  }
  if (errors.length === 0) return { isRefused, wrong: 'it is refused without a reason' };
  if (fate === 'same') return { isRefused, wrong: `it is refused: ${render(errors[0]!.message, 'en')}` };
  const lines = bytes.toString('utf8').split(/\r\n|\n|\r/).length;
  for (const { line, column, message } of errors) {
    if (!(line >= 1 && line <= lines && column >= 1)) return { isRefused, wrong: `line ${line}:${column} of ${lines}` };
    for (const lang of ['en', 'vi'] as const) {
      const text = render(message, lang);
      if (text.length === 0 || /undefined|\[object/.test(text))
        return { isRefused, wrong: `says "${text.slice(0, 200)}"` };
      if (text.length > 4000) return { isRefused, wrong: `says ${text.length} letters` };
    }
  }
  return { isRefused };
}
