// The published contract as somebody else meets it: only the files of config/contract, read by tools that nobody here wrote.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Parser } from '@asyncapi/parser';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { describe, expect, it } from 'vitest';
import { contractBreaks, contractFiles } from './files.ts';

const root = fileURLToPath(new URL('../../..', import.meta.url));
const folder = join(root, 'config/contract');
const version = (JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { version: string }).version;
const read = (path: string) => readFileSync(join(folder, path), 'utf8');
const json = (path: string) => JSON.parse(read(path)) as Record<string, unknown>;
const under = (path: string) => readdirSync(join(folder, path)).map((name) => join(path, name));

/** The file as it was at a commit; undefined where there is none, or no history. */
function committed(commit: string, path: string): string | undefined {
  try {
    return execFileSync('git', ['show', `${commit}:config/contract/${path}`], {
      cwd: root,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
  } catch {
    return undefined;
  }
}

/** The files of the contract as it was at a commit: also those that are gone now. */
function filesOf(commit: string): string[] {
  try {
    const of = ['ls-tree', '-r', '--name-only', commit, '--', 'config/contract/'];
    const text = execFileSync('git', of, { cwd: root, encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
    return text
      .trim()
      .split('\n')
      .map((path) => path.replace('config/contract/', ''));
  } catch {
    return [];
  }
}

/** What compatibility counts from: contracts of an earlier revision were never released. */
const revisionOf = (text: string | undefined) =>
  text === undefined ? undefined : (JSON.parse(text) as { revision: number }[]).at(-1)?.revision;

/** The commit with which the present revision began. */
function baseline(): string {
  try {
    const of = ['log', '-1', '--format=%H', '--', 'config/contract/baseline.json'];
    return execFileSync('git', of, { cwd: root, encoding: 'utf8' }).trim() || 'HEAD';
  } catch {
    return 'HEAD';
  }
}

describe('config/contract', () => {
  it('is what the code says; where not: haidang contract --out config/contract', () => {
    const files = contractFiles(version);
    const there = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    const byHand = ['README.md', 'baseline.json'];
    expect(there.filter((path) => !byHand.includes(path)).sort()).toEqual([...files.keys()].sort());
    for (const [path, content] of files) expect(read(path), path).toBe(content);
  });

  it.each([baseline(), 'HEAD', 'HEAD~1', 'HEAD~20'])(
    'breaks nothing for those who built on the one of %s',
    (commit) => {
      if (revisionOf(committed(commit, 'baseline.json')) !== revisionOf(read('baseline.json'))) return;
      const paths = filesOf(commit).filter((path) => path.endsWith('.schema.json'));
      expect(contractBreaks(paths, (path) => committed(commit, path))).toEqual([]);
    },
  );

  it('has a revision that only rises, each with its reason, and none after the first release', () => {
    const revisions = JSON.parse(read('baseline.json')) as { revision: number; why: string }[];
    expect(revisions.map((r) => r.revision)).toEqual(revisions.map((_, i) => i + 1));
    expect(revisions.every((r) => r.why.length > 20)).toBe(true);
    if (!version.startsWith('0.')) expect(revisions.length).toBe(2);
  });

  it('has examples that every validator finds valid, and its schemas refuse what is wrong', () => {
    const ajv = new Ajv2020({ allErrors: true, allowUnionTypes: true, validateFormats: false });
    for (const part of ['messages', 'commands']) {
      for (const path of under(`examples/${part}`)) {
        const { payload } = json(path) as { payload: Record<string, unknown> };
        const kind = path
          .split('/')
          .at(-1)
          ?.replace(/(\.\d+)?\.json$/, '');
        const schema = json(`${part}/${kind}.v1.schema.json`);
        const validate = ajv.getSchema(schema['$id'] as string) ?? ajv.compile(schema);
        expect(validate(payload), `${path}: ${ajv.errorsText(validate.errors)}`).toBe(true);
        expect(validate({ ...payload, id: 7 }), path).toBe(false);
        // Messages grow within a version; a command's arguments are never guessed at.
        if (part === 'messages') expect(validate({ ...payload, later: 1 })).toBe(true);
        else expect(validate({ ...payload, args: { ...(payload['args'] as object), later: 1 } })).toBe(false);
      }
    }
  });

  it('has data schemas that are found under the name that messages carry in dataschema', () => {
    const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });
    for (const path of under('messages')) ajv.addSchema(json(path));
    const { payload } = json('examples/messages/camera.event.json') as { payload: Record<string, unknown> };
    expect(ajv.validate(payload['dataschema'] as string, payload['data'])).toBe(true);
    expect(ajv.validate(payload['dataschema'] as string, {})).toBe(false);
  });

  it('is an AsyncAPI 3 document to the parser of AsyncAPI, with its examples valid', { timeout: 60_000 }, async () => {
    const { document, diagnostics } = await new Parser().parse(read('asyncapi.json'));
    const wrong = diagnostics.filter((d) => d.severity <= 1);
    expect(wrong.map((d) => `${d.path.join('.')}: ${d.message}`)).toEqual([]);
    expect(document?.channels().all().length).toBeGreaterThan(10);
    expect(document?.operations().filterByReceive().length).toBe(under('commands').length);
  });
});
