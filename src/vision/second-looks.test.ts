import { describe, expect, it } from 'vitest';
import type { Outgoing } from '../domain/outgoing.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Column } from './column.ts';
import { cameraSchema, checkCameras } from './config.ts';
import { type ModelCard, modelCardSchema } from './detect/card.ts';
import { SecondLooks, secondModelsOf } from './second-looks.ts';
import { frameOf } from './testing/frames.ts';
import { trackAt } from './testing/walk.ts';

const card: ModelCard = modelCardSchema.parse({
  id: 'helmet',
  title: 'Helmet or none',
  licence: { id: 'none' },
  files: [{ name: 'x', bytes: 1, sha256: '0'.repeat(64) }],
  input: { name: 'x', width: 32, height: 32, colours: 'rgb', range: 1, fit: { kind: 'stretch' } },
  output: { family: 'classifier', tensor: 'y' },
  classes: ['helmet', 'no-helmet'],
  map: {},
  crop: { of: ['motorcycle'], everyMs: 200 },
});
const detector = { map: { car: 'car', motorcycle: 'motorcycle' } } as const;

const everywhere = [
  [0, 0],
  [1, 0],
  [1, 1],
  [0, 1],
];
const config = (more: object = {}) =>
  cameraSchema.parse({
    id: 'gate',
    source: { kind: 'file', path: 'x.mp4' },
    model: 'nano',
    rules: [
      { id: 'bare', kind: 'no-helmet', zone: everywhere, model: 'helmet' },
      { id: 'inside', kind: 'intrusion', zone: everywhere, hold: '1s' },
    ],
    ...more,
  });

describe('models of the second stage at a camera', () => {
  it('are those of the camera and those that its rules bring along, each once', () => {
    expect(secondModelsOf(config({ secondStage: ['plate', 'helmet'] }))).toEqual(['plate', 'helmet']);
    expect(secondModelsOf(config())).toEqual(['helmet']);
  });

  it('look at road users, and what they say reaches the rules and stands in the events', async () => {
    const sent: Outgoing[] = [];
    const looked: number[] = [];
    const detect = async ({ width, monotonicMs }: { width: number; monotonicMs: number }) => {
      looked.push(monotonicMs);
      return { findings: [{ label: 'no-helmet', score: 0.9, box: { x: 0, y: 0, width, height: 1 } }] };
    };
    const { rules } = config();
    const column = new Column({
      camera: 'gate',
      rules,
      tracker: {},
      nextTrackId: () => 'unused',
      modelSha256: () => undefined,
      secondLooks: new SecondLooks('gate', new Map([['helmet', { card, detect }]]), silentLogger),
      timezone: 'UTC',
      longestStepMs: 2000,
      send: (o) => sent.push(o),
      clock: new ManualClock(0),
    });
    for (let ms = 0; ms <= 1600; ms += 200) {
      const tracks = [trackAt(300, 300, { id: 'm', class: 'motorcycle' }), trackAt(700, 300, { id: 'c' })];
      column.follow(frameOf({ monotonicMs: ms }), { tracks, ended: [] });
      await column.settled();
    }
    expect(looked).toHaveLength(9);
    const events = sent.flatMap((o) => (o.kind === 'camera.event' ? [o] : []));
    const bare = events.filter((e) => e.rule === 'bare');
    expect(bare).toHaveLength(1);
    expect(bare[0]).toMatchObject({ track: 'm', attributes: [{ model: 'helmet', label: 'no-helmet', share: 1 }] });
    const car = events.find((e) => e.rule === 'inside' && e.track === 'c');
    expect(car).toBeDefined();
    expect(car).not.toHaveProperty('attributes');
  });

  it('are refused where they are no such models, or a detector is one', () => {
    const models = new Map<string, Pick<ModelCard, 'map'> & Partial<ModelCard>>([
      ['nano', { map: detector.map }],
      ['helmet', card],
    ]);
    const codes = (camera: object) =>
      checkCameras([config(camera)], models).map((f) => [f.path.slice(2), f.message.code]);
    expect(codes({})).toEqual([]);
    expect(codes({ secondStage: ['nano'] })).toEqual([[['secondStage', 0], 'vision.model-of-pictures']]);
    expect(codes({ secondStage: ['gone'] })).toEqual([
      [['secondStage', 0], expect.stringMatching(/^config\.unknown-name/)],
    ]);
    expect(codes({ model: 'helmet', rules: [] })).toEqual([[['model'], 'vision.model-of-crops']]);
  });
});
