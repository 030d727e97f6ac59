import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { siteSchema } from '../agent/config.ts';
import { roadUserClasses } from '../domain/detection.ts';
import { YamlFile } from '../runtime/document/document.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { camerasSchema, checkCameras, trackerOptionsOf, weightOf } from './config.ts';

/** A model that gives all classes. */
const coco = Object.fromEntries(roadUserClasses.map((c) => [c, c]));

const rule = (over: object = {}) => ({
  id: 'in-out',
  kind: 'line-crossing',
  line: [
    [0.1, 0.6],
    [0.9, 0.6],
  ],
  ...over,
});
const camera = (over: object = {}) => ({
  id: 'gate',
  source: { kind: 'file', path: 'x.mp4' },
  model: 'yolox-nano',
  rules: [rule()],
  ...over,
});
const models = new Map([
  ['yolox-nano', { map: { person: 'person', car: 'car', motorbike: 'motorcycle' } as const }],
  ['broken', undefined],
]);
const findings = (...cameras: object[]) =>
  checkCameras(camerasSchema.parse(cameras), models).map((f) => [formatPath(f.path), f.message.code, f.message.params]);

describe('the cameras of a site', () => {
  it('have defaults for all that may be left out', () => {
    const [parsed] = camerasSchema.parse([camera()]);
    expect(parsed).toMatchObject({ fps: 5, maxWidth: 1280, confidence: 0.4 });
    expect(parsed?.rules[0]).toMatchObject({ report: 60_000, event: false, anchor: 'feet', severity: 'info' });
    expect(trackerOptionsOf(parsed!)).toEqual({ high: 0.4, low: 0.2, start: 0.5 });
    expect(findings(camera())).toEqual([]);
  });

  it('must name a model there is', () => {
    expect(findings(camera({ model: 'yolox-nani' }))).toEqual([
      ['cameras[0].model', 'config.unknown-name-near', expect.objectContaining({ near: 'yolox-nano' })],
    ]);
  });

  it('must ask for classes the model can give, where they ask for any', () => {
    const rules = [rule({ classes: ['car', 'bus'] }), rule({ id: 'all' })];
    expect(findings(camera({ rules }))).toEqual([
      [
        'cameras[0].rules[0].classes[1]',
        'vision.class-not-in-model',
        { model: 'yolox-nano', class: 'bus', known: 'person, car, motorcycle', rule: 'in-out' },
      ],
    ]);
    expect(findings(camera({ model: 'broken', rules }))).toEqual([]);
  });

  it('must have one name a rule', () => {
    expect(findings(camera(), camera({ id: 'two', rules: [rule(), rule({ id: 'x' }), rule()] }))).toEqual([
      ['cameras[1].rules[2].id', 'vision.duplicate-rule', { id: 'in-out', camera: 'two' }],
    ]);
  });

  it('of every example that ships are right', () => {
    const folder = new URL('../../config/examples/', import.meta.url);
    const files = readdirSync(folder).filter((f) => f.endsWith('.yaml'));
    expect(files).toContain('roadside.yaml');
    for (const file of files) {
      const yaml = YamlFile.read(fileURLToPath(new URL(file, folder)), file);
      if (!(yaml instanceof YamlFile)) throw new Error(`${file} cannot be read`);
      const { value, problems } = yaml.validate(siteSchema);
      expect(problems).toEqual([]);
      expect(
        checkCameras(value?.cameras ?? [], new Map(['yolox-nano', 'haidang-road-s'].map((m) => [m, { map: coco }]))),
      ).toEqual([]);
    }
  });

  it('get their part of a detector by their fps, times three or a third of it by their priority', () => {
    const weights = (['low', 'normal', 'high'] as const).map((priority) => weightOf({ fps: 6, priority }));
    expect(weights).toEqual([2, 6, 18]);
  });
});
