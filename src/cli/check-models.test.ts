import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cli } from './cli.ts';

const shipped = fileURLToPath(new URL('../../models/haidang-self-test/', import.meta.url));
const card = readFileSync(join(shipped, 'card.yaml'), 'utf8').replace('id: haidang-self-test', 'id: own');

let data = '';
beforeAll(() => {
  data = mkdtempSync(join(tmpdir(), 'haidang-check-'));
  mkdirSync(join(data, 'models', 'own'), { recursive: true });
  copyFileSync(join(shipped, 'haidang-self-test.onnx'), join(data, 'models', 'own', 'own.onnx'));
  writeFileSync(
    join(data, 'site.yaml'),
    `version: 1
gateway: { id: x, position: { latitude: 20, longitude: 107 } }
cameras:
  - { id: gate, model: own, source: { kind: rtsp, url: "rtsp://192.0.2.5/1" } }
`,
  );
});
afterAll(() => rmSync(data, { recursive: true, force: true }));

async function check(changed: string) {
  writeFileSync(join(data, 'models', 'own', 'card.yaml'), changed);
  const out: string[] = [];
  const io = { out: (l: string) => out.push(l), err: () => {}, env: { HAIDANG_DATA: data } };
  const code = await cli(['check', join(data, 'site.yaml'), '--json'], io);
  const answers = JSON.parse(out.join('')) as {
    file: string;
    line: number;
    code: string;
    path: string;
    hint: string;
  }[];
  return { code, answers };
}

describe('haidang check of the models that a site names', () => {
  it('opens them: one that is as its card says passes', async () => {
    expect(await check(card)).toEqual({ code: 0, answers: [] });
  });

  it.each([
    ['size', 'width: 64', 'width: 96', 'input.width'],
    ['other side', 'height: 64', 'height: 96', 'input.height'],
    ['order of dimensions', '  colours: rgb', '  layout: nhwc\n  colours: rgb', 'input.layout'],
    ['name of the input', 'name: images', 'name: image', 'input.name'],
    ['type', '  colours: rgb', '  type: uint8\n  colours: rgb', 'input.type'],
    ['family', 'family: yolox', 'family: ultralytics', 'output.family'],
    ['output', 'tensor: output', 'tensor: outputs', 'output.tensor'],
    ['strides', 'strides: [8, 16, 32]', 'strides: [8, 16, 64]', 'output.strides'],
    ['class count', 'bus, truck]', 'bus, truck, tram, boat, cart]', 'classes'],
    ['known output', 'value: 0.971445', 'value: 0.5', 'input.colours'],
    ['file', /sha256: \w+/, `sha256: ${'f'.repeat(64)}`, 'files'],
  ])('refuses one whose card has a wrong %s, at the line to change', async (_what, right, wrong, path) => {
    const changed = card.replace(right, wrong);
    expect(changed).not.toBe(card);
    const { code, answers } = await check(changed);
    expect(code).toBe(1);
    expect(answers).toHaveLength(1);
    const [{ line, file, hint, ...said }] = answers as [(typeof answers)[0]];
    expect(said).toMatchObject({ path });
    expect(file).toBe(join(data, 'models', 'own', 'card.yaml'));
    expect(hint).toContain(path);
    // Within an object the line of the object stands for a key that is not there.
    const key = path.split('.').at(-1)!;
    const text = changed
      .split('\n')
      .slice(Math.max(0, line - 2), line + 1)
      .join('\n');
    expect(text).toContain(key);
  });
});
