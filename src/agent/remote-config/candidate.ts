// A site file that the centre sent, whole or as a patch: made to a text, and checked just as `haidang check` does, with
// what may not be changed from afar on top.
import { stringify } from 'yaml';
import { render, renderHint } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import { formatPath } from '../../runtime/document/problem.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { type Loaded, type LoadOptions, loadSite } from '../load.ts';
import { changedPaths } from './changed.ts';
import { mergePatch } from './merge-patch.ts';

/** How many mistakes are answered. */
const mostProblems = 20;

export interface ConfigArgs {
  readonly site?: string | undefined;
  readonly patch?: Readonly<Record<string, unknown>> | undefined;
}

export type Refusal = { readonly refused: string; readonly problems?: readonly Readonly<Record<string, unknown>>[] };

/**
 * The text of the new site file.
 * @throws HaidangError (`configuration`) for a patch that cannot be applied.
 */
export function textOf({ site, patch }: ConfigArgs, current: string): string {
  if (site !== undefined) return site;
  const plain = new YamlFile('site', current).plain();
  return stringify(mergePatch(plain, patch), { lineWidth: 0, aliasDuplicateObjects: false });
}

/** The paths that change. @throws whatever a text throws that means harm, such as aliases without end. */
export function difference(current: string, text: string): string[] {
  return changedPaths(new YamlFile('site', current).plain(), new YamlFile('site', text).plain());
}

/** Why the site file is refused; undefined where it is fine. Never throws. */
export function refusalOf(file: string, options: LoadOptions, current: Loaded['site']): Refusal | undefined {
  try {
    const { site, problems } = loadSite(file, options);
    if (!site) {
      const errors = problems.filter((p) => p.severity === 'error');
      const told = errors.slice(0, mostProblems).map((p) => ({
        ...{ line: p.line, column: p.column, path: formatPath(p.path), code: p.message.code },
        message: render(p.message, 'en'),
        hint: renderHint(p.message, 'en') ?? null,
      }));
      return { refused: `the site file has ${errors.length} mistakes`, problems: told };
    }
    if (current && site.gateway.id !== current.gateway.id) {
      return { refused: `gateway.id cannot be changed from afar: it is ${current.gateway.id}` };
    }
    if (!site.uplink) return { refused: 'without an uplink nobody could take it back from afar' };
    return undefined;
  } catch (error) {
    return { refused: `it cannot be read: ${messageOf(error)}` };
  }
}

/** The reason as text, of anything that was thrown while it was made. */
export function notMade(error: unknown): Refusal {
  const what = error instanceof HaidangError ? '' : 'it cannot be read: ';
  return { refused: `${what}${messageOf(error)}` };
}
