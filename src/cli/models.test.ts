import { copyFileSync, existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';
import { exitCode } from './command.ts';

const selfTest = fileURLToPath(new URL('../../models/haidang-self-test/haidang-self-test.onnx', import.meta.url));
let data: string;
beforeEach(async () => {
  data = await mkdtemp(join(tmpdir(), 'haidang-cli-models-'));
});
afterEach(() => rm(data, { recursive: true, force: true }));

async function models(...args: string[]) {
  const out: string[] = [];
  const err: string[] = [];
  const code = await cli(['models', ...args], {
    out: (line) => out.push(line),
    err: (line) => err.push(line),
    env: { HAIDANG_DATA: data },
    lang: 'en',
  });
  return { code, out: out.join('\n'), err: err.join('\n') };
}

describe('haidang models', () => {
  it('lists what is known with its licence, and what to do for one that is not here', async () => {
    const { code, out } = await models('list');
    expect(code).toBe(exitCode.fine);
    expect(out).toMatch(
      /yolox-nano: YOLOX-nano \(licence Apache-2\.0\)\n {2}not here; fetch it with: haidang models add yolox-nano/,
    );
    expect(out).toMatch(/haidang-self-test: .*\n {2}here: /);
    const json = JSON.parse((await models('list', '--json')).out) as { models: { id: string; present: boolean }[] };
    expect(json.models.find((m) => m.id === 'haidang-self-test')?.present).toBe(true);
  });

  it('verifies all that are here, or the one that is named', async () => {
    expect(await models('verify')).toMatchObject({ code: exitCode.fine, out: expect.stringMatching(/computes right/) });
    const named = await models('verify', '--json', 'haidang-self-test');
    expect(JSON.parse(named.out)).toMatchObject({ ok: true, id: 'haidang-self-test', compared: 16 });
    const absent = await models('verify', 'yolox-nano');
    expect(absent).toMatchObject({ code: exitCode.site, err: expect.stringMatching(/haidang models add yolox-nano/) });
  });

  it('adds a file that a known card is true for, and refuses one that none is', async () => {
    const file = join(data, 'download.onnx');
    copyFileSync(selfTest, file);
    const added = await models('add', file);
    expect(added.code).toBe(exitCode.fine);
    expect(existsSync(join(data, 'models', 'haidang-self-test', 'haidang-self-test.onnx'))).toBe(true);
    const other = join(data, 'other.onnx');
    copyFileSync(fileURLToPath(import.meta.url), other);
    const refused = await models('add', other);
    expect(refused).toMatchObject({
      code: exitCode.site,
      err: expect.stringMatching(/no card .*\n {2}→ put a card\.yaml/s),
    });
    expect(JSON.parse((await models('add', '--json', 'nothing')).out)).toMatchObject({
      ok: false,
      error: 'models.unknown',
    });
  });
});
