import { readdirSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { YamlFile } from '../../runtime/document/document.ts';
import { ruleKinds, ruleSchema } from './table.ts';

const shared = [
  ...[
    'anchors',
    'at-red',
    'explain',
    'fields',
    'geometry',
    'guard',
    'labelled',
    'lasting',
    'occupancy',
    'over-line',
    'passage',
  ],
  ...[
    'bodies',
    'origins',
    'points',
    'reach',
    'rest',
    'rule',
    'schedule',
    'signal-doubt',
    'steady',
    'stay',
    'stays',
    'stillness',
    'table',
    'trail',
    'whereabouts',
  ],
];
const line = {
  line: [
    [0.1, 0.6],
    [0.9, 0.6],
  ],
};
const corner = {
  zone: [
    [0, 0],
    [1, 0],
    [1, 1],
  ],
};
const example: Record<string, object> = {
  intrusion: corner,
  'forbidden-lane': corner,
  loitering: { ...corner, after: '20s' },
  stopping: { ...corner, after: '10s' },
  'line-crossing': line,
  'solid-line': line,
  tripwire: line,
  'red-light': { ...line, signal: 'main' },
  'stop-line': { ...corner, signal: 'main' },
  speed: { ...corner, limit: 60 },
  density: { ...corner, enter: 2, leave: 1 },
  gathering: { ...corner, by: 8 },
  'dwell-time': corner,
  queue: corner,
  jam: corner,
  'highway-walker': corner,
  'stopped-vehicle': corner,
  'turning-movements': { from: [{ id: 'west', ...line }], to: [{ id: 'east', ...line }] },
  'no-helmet': { ...corner, model: 'helmets' },
  'triple-riding': { ...corner, model: 'riders' },
  crowding: {
    zone: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    enter: 10,
    leave: 7,
  },
  'wrong-way': {
    zone: [
      [0, 0],
      [1, 0],
      [1, 1],
    ],
    allowed: [
      [0.5, 0.9],
      [0.5, 0.1],
    ],
  },
};
const issues = (value: unknown) =>
  (ruleSchema.safeParse(value).error?.issues ?? []).map((i) => [
    i.path.join('.'),
    i.code === 'custom' ? i.message : i.code,
  ]);

describe('the table of rules', () => {
  it('has every file of its folder', () => {
    const files = readdirSync(new URL('.', import.meta.url))
      .filter((f) => f.endsWith('.ts') && !f.endsWith('.test.ts'))
      .map((f) => f.replace('.ts', ''))
      .filter((f) => !shared.includes(f));
    expect(ruleKinds.map((k) => k.kind).sort()).toEqual(files.sort());
  });

  it.each(ruleKinds.map((k) => k.kind))('makes a %s with defaults for all that may be left out', (kind) => {
    const config = ruleSchema.parse({ id: 'r', kind, ...example[kind] });
    const rule = ruleKinds.find((k) => k.kind === kind)?.create(config as never);
    expect(rule).toMatchObject({ id: 'r', kind });
    expect(rule?.shapes.length).toBeGreaterThan(0);
    expect(rule?.step({ monotonicMs: 0, width: 640, height: 480, tracks: [], ended: [] })).toEqual([]);
  });

  it('refuses a zone that crosses itself and names its edges', () => {
    const bow = {
      id: 'r',
      kind: 'crowding',
      zone: [
        [0.1, 0.1],
        [0.9, 0.9],
        [0.9, 0.1],
        [0.1, 0.9],
      ],
      enter: 3,
      leave: 1,
    };
    const issue = ruleSchema.safeParse(bow).error?.issues[0] as { params?: { message?: unknown }; path: unknown };
    expect(issue.path).toEqual(['zone', 2]);
    expect(issue.params?.message).toEqual({
      code: 'vision.zone-crossing',
      params: { fromA: 1, toA: 2, fromB: 3, toB: 4 },
    });
  });

  it('refuses a zone that is closed by hand, a corner written twice and shares given as pixels, each with one answer', () => {
    const [a, b, c] = [
      [0.1, 0.1],
      [0.9, 0.1],
      [0.5, 0.9],
    ];
    const told = (zone: unknown) => issues({ id: 'r', kind: 'crowding', zone, enter: 3, leave: 1 });
    expect(told([a, b, c, a])).toEqual([['zone.3', 'vision.zone-point-twice']]);
    expect(told([a, b, b, c])).toEqual([['zone.2', 'vision.zone-point-twice']]);
    expect(told([a, b, c])).toEqual([]);
    const pixels = { pixels: '1920x1080', points: [a, b, c] };
    const site = new YamlFile('s', JSON.stringify({ id: 'r', kind: 'crowding', zone: pixels, enter: 3, leave: 1 }));
    expect(site.validate(ruleSchema).problems.map((p) => p.message.code)).toEqual(['vision.shares-as-pixels']);
  });

  it.each([
    [
      'two points',
      [
        [0, 0],
        [1, 1],
      ],
      'vision.zone-too-few-points',
    ],
    [
      'one line',
      [
        [0, 0],
        [0.5, 0.5],
        [0.9, 0.9005],
      ],
      'vision.zone-too-small',
    ],
    ['65 points', Array.from({ length: 65 }, (_, i) => [Math.cos(i) / 2 + 0.5, 0.5]), 'vision.zone-too-many-points'],
  ])('refuses a zone of %s', (_name, zone, code) => {
    expect(issues({ id: 'r', kind: 'crowding', zone, enter: 3, leave: 1 })).toEqual([['zone', code]]);
  });

  it('refuses a line whose points are one, points outside of the picture, and unknown classes', () => {
    const line = (points: unknown) => ({ id: 'r', kind: 'line-crossing', line: points });
    expect(
      issues(
        line([
          [0.5, 0.5],
          [0.5, 0.501],
        ]),
      ),
    ).toEqual([['line', 'vision.line-too-short']]);
    expect(
      issues(
        line([
          [0.5, 0.5],
          [5, 0.5],
        ]),
      ),
    ).toEqual([['line.1.0', 'vision.not-a-share']]);
    expect(
      issues({
        ...line([
          [0, 0],
          [1, 1],
        ]),
        classes: ['motorbyke'],
      }),
    ).toEqual([['classes.0', 'invalid_value']]);
    expect(
      issues({
        ...line([
          [0, 0],
          [1, 1],
        ]),
        klasses: ['car'],
      }),
    ).toEqual([['', 'unrecognized_keys']]);
  });
});
