import { describe, expect, it } from 'vitest';
import { type RoadUserClass, roadUserClasses } from '../../domain/detection.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { frameOf } from '../testing/frames.ts';
import type { Track } from '../track/track.ts';
import type { Finding } from './candidates.ts';
import { type ModelCard, modelCardSchema } from './card.ts';
import { cutOut } from './cut-out.ts';
import { SecondStage } from './second-stage.ts';
import { decoded, filled, said } from './testing/decode.ts';

const card: ModelCard = modelCardSchema.parse({
  id: 'helmet',
  title: 'Helmet or none',
  licence: { id: 'none' },
  files: [{ name: 'x', bytes: 1, sha256: '0'.repeat(64) }],
  input: { name: 'x', width: 32, height: 32, colours: 'rgb', range: 1, fit: { kind: 'stretch' } },
  output: { family: 'classifier', tensor: 'y' },
  classes: ['helmet', 'bare'],
  map: {},
  crop: { of: ['motorcycle'], margin: 0.1, everyMs: 1000 },
});

const track = (id: string, x: number, c: RoadUserClass = 'motorcycle', size = 60): Track => {
  const box = { x, y: 100, width: size, height: size };
  return { id, class: c, score: 0.9, box, seenAs: box, confirmed: true, bornMs: 0 };
};
const at = (monotonicMs: number) => frameOf({ width: 640, height: 360, monotonicMs });

/** A second stage whose model answers what it is told, and the crops it was given. */
function make(answer: () => Finding[] | Promise<Finding[]>) {
  const crops: number[][] = [];
  const stage = new SecondStage({
    camera: 'gate',
    card,
    logger: silentLogger,
    detect: async ({ width, height }) => {
      crops.push([width, height]);
      return { findings: await answer() };
    },
  });
  return { stage, crops };
}
const finding = (label: string, score: number): Finding => ({ label, score, box: { x: 1, y: 2, width: 3, height: 4 } });

describe('the second look', () => {
  it('is taken at each road user of its kind in turn, rarely, and at nobody else', async () => {
    const { stage, crops } = make(() => [finding('helmet', 0.8)]);
    const all = [track('a', 100), track('b', 300), track('c', 500, 'car'), track('d', 20, 'motorcycle', 20)];
    for (let ms = 0; ms < 2000; ms += 200) await stage.look(at(ms), all, []);
    expect(crops).toHaveLength(4);
    expect(['a', 'b', 'c', 'd'].map((id) => stage.of(id)?.looks)).toEqual([2, 2, undefined, undefined]);
    // 60 pixels and a tenth on each side, rounded up to 32.
    expect(crops[0]).toEqual([96, 96]);
  });

  it('puts the answers to the vote and says where the best was found, in the frame', async () => {
    const answers = [finding('bare', 0.9), finding('helmet', 0.6), finding('helmet', 0.7)];
    const { stage } = make(() => [answers.shift()!]);
    for (const ms of [0, 1000, 2000]) await stage.look(at(ms), [track('a', 100)], []);
    expect(stage.of('a')).toMatchObject({ label: 'helmet', share: expect.closeTo(1.3 / 2.2), looks: 3 });
    // The crop of 96 around the centre (130, 130) begins at (82, 82).
    expect(stage.of('a')?.best).toMatchObject({ score: 0.7, box: { x: 83, y: 84 } });
  });

  it('forgets who has left, and does not pile up behind a slow model', async () => {
    let finish: (found: Finding[]) => void = () => {};
    const { stage, crops } = make(() => new Promise((done) => (finish = done)));
    const first = stage.look(at(0), [track('a', 100), track('b', 300)], []);
    await stage.look(at(200), [track('a', 100), track('b', 300)], []);
    expect(crops).toHaveLength(1);
    finish([finding('helmet', 0.8)]);
    await first;
    expect(stage.of('a')).toBeDefined();
    await stage.look(at(400), [], ['a']);
    expect(stage.of('a')).toBeUndefined();
  });

  it('survives a model that fails', async () => {
    const { stage } = make(() => Promise.reject(new Error('stopped')));
    await stage.look(at(0), [track('a', 100)], []);
    expect([stage.failed, stage.of('a')]).toEqual([1, undefined]);
  });
});

describe('a cut-out', () => {
  it('is a frame of its own with the pixels of its place', () => {
    const frame = frameOf({ width: 128, height: 96 });
    for (let y = 0; y < 96; y++) for (let x = 0; x < 128; x++) frame.data[y * 128 + x] = x + y;
    const part = cutOut(frame, { x: 40, y: 30, width: 30, height: 20 }, 0)!;
    expect([part.x, part.y, part.frame.width, part.frame.height]).toEqual([40, 24, 32, 32]);
    expect([part.frame.data[0], part.frame.data[31 * 32 + 31]]).toEqual([64, 126]);
    expect(part.frame.data).toHaveLength(32 * 32 * 1.5);
  });

  it('stays inside of the frame', () => {
    const part = cutOut(frameOf({ width: 100, height: 60 }), { x: 80, y: -10, width: 40, height: 30 }, 0.5)!;
    expect([part.x, part.y, part.frame.width, part.frame.height]).toEqual([4, 0, 96, 32]);
  });
});

describe('the classifier head', () => {
  it('gives one answer for the whole input, with the softmax or without', () => {
    const output = { family: 'classifier', tensor: 'y' };
    const context = { classMap: Int16Array.of(0, 1, 2) };
    const [only] = decoded(output, { y: filled([1, 3], { 0: [1, 3, 0] }) }, context);
    const share = Math.exp(3) / (Math.exp(1) + Math.exp(3) + 1);
    expect(only).toEqual({
      class: roadUserClasses[1],
      score: expect.closeTo(share),
      box: { x: 0, y: 0, width: 32, height: 32 },
    });
    const plain = decoded({ ...output, activation: 'none' }, { y: filled([3], { 0: [0.1, 0.2, 0.7] }) }, context);
    expect(plain).toMatchObject([{ class: roadUserClasses[2] }]);
    expect(said(output, { y: [1, 1000] })).toMatch(/-> .*classes \(3; 1000 in the file\)/);
  });
});
