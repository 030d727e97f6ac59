import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { SystemClock } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { type CameraConfig, cameraSchema } from './config.ts';
import { Detector } from './detect/detector.ts';
import { loadCard } from './detect/load-card.ts';
import type { MediaInfo } from './evidence/still-maker.ts';
import { type ReplayOptions, replay } from './replay.ts';
import type { SourceHandlers } from './source/ffmpeg-source.ts';
import { frameOf } from './testing/frames.ts';
import { boxAt, numbers, seen } from './testing/walk.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const video = fromRoot('../shared/material/videos/roadside_us_residential.mp4');
const model = fromRoot('../shared/material/models/yolox_nano_416.onnx');
const hasMaterial = existsSync(video) && existsSync(model);

/** The camera of an example that ships. */
function example(file: string): CameraConfig {
  const site = parse(readFileSync(fromRoot(`config/examples/${file}`), 'utf8')) as { cameras: unknown[] };
  return cameraSchema.parse(site.cameras[0]);
}
const config = { ...example('roadside.yaml'), fps: 5 };

/** Runs a replay and gives its lines, stills written by hash. */
async function run(over: Partial<ReplayOptions> & Pick<ReplayOptions, 'detector'>) {
  const lines: string[] = [];
  const outgoing: Outgoing[] = [];
  const summary = await replay({
    config,
    video,
    startMs: Date.parse('2026-06-21T12:00:00Z'),
    timezone: 'Asia/Ho_Chi_Minh',
    out: (o) => {
      outgoing.push(outgoingSchema.parse(o));
      lines.push(JSON.stringify(o));
    },
    clock: new SystemClock(),
    logger: silentLogger,
    random: () => 0.5,
    ...over,
  });
  lines.push(JSON.stringify(summary));
  return { lines, outgoing, summary };
}

/** Cars that drive down one after the other, told in hand-made detections; each answer takes its own time. */
function handMade(frames: number, delay: (i: number) => number) {
  const at = (i: number) => [seen('car', boxAt(400, 100 + 20 * (i % 20), 120, 80))];
  const openSource = () => ({
    start: ({ onFrame, onEnd }: SourceHandlers) => {
      let left = frames;
      for (let i = 0; i < frames; i++) {
        onFrame(frameOf({ index: i, monotonicMs: (i * 1000) / 5 }), () => {
          if (--left === 0) onEnd?.(0);
        });
      }
    },
    stop: async () => {},
  });
  const detector = {
    sha256: 'b'.repeat(64),
    detect: async (frame: { index: number }) => {
      await new Promise((r) => setTimeout(r, delay(frame.index)));
      return { detections: at(frame.index), inferenceMs: 0, totalMs: 0 };
    },
  };
  return { openSource, detector };
}

describe('a replay', () => {
  it('gives the same lines whatever the machine’s speed', async () => {
    const random = numbers(9);
    const slow = await run(handMade(60, () => 5 * random()));
    const fast = await run(handMade(60, () => 0));
    expect(fast.lines).toEqual(slow.lines);
    expect(slow.summary).toMatchObject({
      frames: 60,
      from: '2026-06-21T12:00:00.000Z',
      to: '2026-06-21T12:00:12.000Z',
    });
    expect(slow.summary.events).toEqual({ 'in-out': 3 });
    expect(slow.summary.counts).toEqual({ 'in-out': { forward: { car: 3 }, backward: {} } });
    expect(slow.lines.at(-1)).toContain('"kind":"replay.summary"');
  });

  it('passes on what the detector throws, and ends the source', async () => {
    const { openSource } = handMade(3, () => 0);
    const detector = { sha256: undefined, detect: () => Promise.reject(new Error('no model')) };
    await expect(run({ openSource, detector })).rejects.toThrow('no model');
  });

  it('can be broken off', async () => {
    const abort = new AbortController();
    const pending = run({ ...handMade(60, () => 1000), signal: abort.signal });
    abort.abort(new Error('enough'));
    await expect(pending).rejects.toThrow('enough');
  });

  it('says why a file is no video', async () => {
    const { detector } = handMade(0, () => 0);
    const bad = run({ detector, video: fromRoot('package.json') });
    await expect(bad).rejects.toMatchObject({ fault: 'configuration', code: 'video-unreadable' });
  });
});

describe.skipIf(!hasMaterial)('a replay of real footage (skipped without ../shared/material)', () => {
  let detector: Detector;
  beforeAll(async () => {
    const loaded = loadCard(fromRoot('models/yolox-nano/card.yaml'));
    if (!('card' in loaded)) throw new Error('the card of yolox-nano has mistakes');
    detector = new Detector({ modelFile: model, card: loaded.card, clock: new SystemClock(), logger: silentLogger });
    await detector.start(new AbortController().signal, () => {});
  });
  afterAll(() => detector.stop());

  it('counts the eight cars of the roadside that a person counts, and gives the same bytes twice', {
    timeout: 240_000,
  }, async () => {
    const once = async () => {
      const stills: MediaInfo[] = [];
      const { createHash } = await import('node:crypto');
      const result = await run({
        detector,
        storeMedia: async (bytes, info) => {
          stills.push(info);
          const sha256 = createHash('sha256').update(bytes).digest('hex');
          return { ref: `${stills.length}.jpg`, mime: info.mime, bytes: bytes.length, sha256 };
        },
      });
      return { ...result, stills };
    };
    const first = await once();
    // The cars cross at about these seconds; counted by eye on the frames around the line.
    const byEye = [0.6, 3.1, 5.2, 7.3, 9.8, 17.3, 19.7, 29.5];
    const found = first.outgoing
      .filter((o) => o.kind === 'camera.event')
      .map((o) => o.at.ms / 1000 - Date.parse('2026-06-21T12:00:00Z') / 1000);
    expect(found).toHaveLength(byEye.length);
    for (const [i, t] of byEye.entries()) expect(Math.abs(found[i]! - t)).toBeLessThan(0.7);
    expect(first.summary.counts).toEqual({ 'in-out': { forward: { car: 8 }, backward: {} } });
    expect(first.stills).toHaveLength(8);
    const again = await once();
    expect(again.lines).toEqual(first.lines);
  });

  it('counts the ten motorcycles that a person counts in the first 20 s of the junction', {
    timeout: 240_000,
  }, async () => {
    const folder = mkdtempSync(join(tmpdir(), 'haidang-replay-'));
    try {
      const stretch = join(folder, 'stretch.mp4');
      const whole = fromRoot('../shared/material/videos/hanoi_junction_hangbai.mp4');
      execFileSync('ffmpeg', ['-v', 'error', '-i', whole, '-t', '20', '-c', 'copy', stretch]);
      const { summary, outgoing } = await run({ detector, config: example('hanoi-hangbai.yaml'), video: stretch });
      expect(summary.counts['street']).toEqual({ forward: { motorcycle: 10 }, backward: {} });
      const byEye = [1.2, 1.75, 1.9, 1.9, 9.3, 11.55, 12.2, 14.25, 14.85, 15.3];
      const found = outgoing.flatMap((o) => (o.kind === 'camera.event' && o.rule === 'street' ? [o.at.ms] : []));
      for (const [i, t] of byEye.entries()) {
        expect(Math.abs(found[i]! - Date.parse('2026-06-21T12:00:00Z') - 1000 * t)).toBeLessThan(700);
      }
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });
});
