import { describe, expect, it } from 'vitest';
import { checkRules, checkSignalSources } from './check-rules.ts';
import { cameraSchema } from './config.ts';

const zone = [
  [0.1, 0.5],
  [0.9, 0.5],
  [0.5, 0.9],
];
const camera = (over: object) =>
  cameraSchema.parse({ id: 'gate', source: { kind: 'file', path: 'a.mp4' }, model: 'm', ...over });
const codes = (over: object, models: Parameters<typeof checkRules>[1] = new Map()) =>
  checkRules(camera(over), models, ['cameras', 0]).map((f) => [f.path.slice(2).join('.'), f.message.code]);
const calibration = { camera: { height: 8, tilt: 40, focal: 0.9 } };
const helmets = { classes: ['helmet', 'no-helmet'], crop: { of: ['motorcycle'] } } as never;

describe('the check of rules', () => {
  it('wants a calibration for what is in metres, and says why', () => {
    const rules = [
      { id: 'a', kind: 'speed', zone, limit: 60 },
      { id: 'b', kind: 'intrusion', zone, anchor: 'ground' },
      { id: 'c', kind: 'intrusion', zone },
    ];
    expect(codes({ rules })).toEqual([
      ['rules.0.kind', 'rules.needs-calibration'],
      ['rules.1.anchor', 'rules.needs-calibration'],
    ]);
    expect(codes({ rules, calibration })).toEqual([]);
  });

  it('wants signals that are there, once each', () => {
    const rules = [
      {
        id: 'a',
        kind: 'red-light',
        line: [
          [0.1, 0.5],
          [0.9, 0.5],
        ],
        signal: 'mian',
      },
    ];
    const signal = { id: 'main', kind: 'point', device: 'box', point: 'phase', red: [1] };
    expect(codes({ rules, signals: [signal, signal] })).toEqual([
      ['signals.1.id', 'rules.duplicate-signal'],
      ['rules.0.signal', 'rules.unknown-signal'],
    ]);
  });

  it('refuses helmets and riders without a model that tells them', () => {
    const rules = [
      { id: 'a', kind: 'no-helmet', zone, model: 'helmets' },
      { id: 'b', kind: 'triple-riding', zone, model: 'helmets' },
    ];
    expect(codes({ rules })).toEqual([
      ['rules.0.model', 'rules.model-lacks'],
      ['rules.1.model', 'rules.model-lacks'],
    ]);
    expect(codes({ rules: [rules[0]] }, new Map([['helmets', helmets]]))).toEqual([]);
  });

  it('wants the points of signals to be there, where their device is known', () => {
    const signals = [
      { id: 'a', kind: 'point', device: 'box', point: 'phase', red: [1] },
      { id: 'b', kind: 'point', device: 'box', point: 'fase', red: [1] },
      { id: 'c', kind: 'point', device: 'bx', point: 'phase', red: [1] },
      { id: 'd', kind: 'point', device: 'mqtt-1', point: 'anything', red: ['R'] },
    ];
    const points = new Map([
      ['box', ['phase']],
      ['mqtt-1', undefined],
    ]);
    expect(
      checkSignalSources([camera({ signals })], points).map((f) => [f.path.slice(2).join('.'), f.message.code]),
    ).toEqual([
      ['signals.1.point', 'rules.unknown-point'],
      ['signals.2.device', 'rules.unknown-source'],
    ]);
  });
});

describe('points in pixels', () => {
  it('are shares of the picture whose size they name', () => {
    const inPixels = {
      pixels: '1000x500',
      points: [
        [100, 250],
        [900, 250],
        [500, 450],
      ],
    };
    const [rule] = camera({ rules: [{ id: 'a', kind: 'intrusion', zone: inPixels }] }).rules;
    expect(rule).toMatchObject({
      zone: [
        [0.1, 0.5],
        [0.9, 0.5],
        [0.5, 0.9],
      ],
    });
    const outside = {
      pixels: '1000x500',
      points: [
        [100, 250],
        [1900, 250],
        [500, 450],
      ],
    };
    expect(() => camera({ rules: [{ id: 'a', kind: 'intrusion', zone: outside }] })).toThrow(/pixel-outside/);
  });
});
