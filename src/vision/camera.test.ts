import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Detection } from '../domain/detection.ts';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { message } from '../messages/catalogue.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { Camera } from './camera.ts';
import type { FrameSource } from './camera-options.ts';
import { cameraSchema } from './config.ts';
import type { StoreMedia } from './evidence/still-maker.ts';
import type { SourceHandlers } from './source/ffmpeg-source.ts';
import { frameOf } from './testing/frames.ts';
import { boxAt, picture, seen } from './testing/walk.ts';

const blind = {
  state: 'blind',
  reason: 'stalled',
  message: message('vision.camera-starting', { camera: 'gate' }),
} as const;
const online = { ...blind, state: 'online', reason: 'online' } as const;

/** A source that gives what the test says, and a detector that finds what the test says. */
function make(over: { storeMedia?: StoreMedia; rules?: object[]; health?: object } = {}) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const sent: Outgoing[] = [];
  const world = { handlers: undefined as SourceHandlers | undefined, frames: 0, released: 0, stopped: 0 };
  const openSource = (): FrameSource => ({
    start: (handlers) => {
      world.handlers = handlers;
    },
    stop: async () => {
      world.stopped++;
    },
    stats: () => ({ frames: world.frames, dropped: 0 }),
  });
  const detector = {
    find: (): Detection[] => [],
    sha256: 'a'.repeat(64),
    detect: async () => ({ detections: detector.find(), inferenceMs: 1, totalMs: 2 }),
  };
  const config = cameraSchema.parse({
    id: 'gate',
    source: { kind: 'rtsp', url: 'rtsp://192.0.2.5/1' },
    model: 'yolox-nano',
    // The frames here are of one colour, which would be a fault of their own.
    health: over.health ?? { enabled: false },
    rules: over.rules ?? [
      {
        id: 'in-out',
        kind: 'line-crossing',
        line: [
          [0, 0.5],
          [1, 0.5],
        ],
        event: true,
        report: '10s',
      },
    ],
  });
  const storeMedia: StoreMedia =
    over.storeMedia ??
    (async (bytes, info) => ({
      ref: 'gate.jpg',
      mime: info.mime,
      bytes: bytes.length,
      sha256: createHash('sha256').update(bytes).digest('hex'),
      width: info.width,
      height: info.height,
    }));
  const camera = new Camera({
    config,
    detector,
    storeMedia,
    send: (o) => sent.push(outgoingSchema.parse(o)),
    bootId: '0a1b2c3d-ffff',
    clock,
    logger: silentLogger,
    random: () => 0.5,
    openSource,
  });
  const show = async (detections: Detection[], stepMs = 200) => {
    clock.advance(stepMs);
    detector.find = () => detections;
    const frame = frameOf({ index: world.frames++, monotonicMs: clock.monotonicMs(), at: clock.now() });
    await new Promise<void>((resolve) => {
      world.handlers?.onFrame(frame, () => {
        world.released++;
        resolve();
      });
    });
  };
  const of = <K extends Outgoing['kind']>(kind: K) => sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
  const start = () => camera.start(new AbortController().signal);
  return { camera, clock, sent, of, world, detector, show, start };
}

const drive = Array.from({ length: 15 }, (_, i) => [seen('car', boxAt(500, 150 + 15 * i, 120, 80))]);

describe('a camera', () => {
  it('turns frames into an event with its still, and counts with their coverage', async () => {
    const { camera, of, world, show, start } = make();
    await start();
    world.handlers?.onState(online);
    for (const d of drive) await show(d);
    await camera.stop();
    const [event] = of('camera.event');
    expect(event).toMatchObject({
      camera: 'gate',
      rule: 'in-out',
      type: 'line-crossing',
      phase: 'instant',
      severity: 'info',
      track: 'gate-0a1b2c3d-1',
      class: 'car',
      direction: 'forward',
      still: { ref: 'gate.jpg', width: picture.width },
      modelSha256: 'a'.repeat(64),
      box: { x: 440, width: 120, height: 80 },
    });
    expect(event?.explanation).toContain('car crossed the line in-out forward');
    expect(event?.texts).toEqual({
      en: event?.explanation,
      vi: expect.stringContaining('ô tô con đi qua vạch in-out theo chiều thuận'),
    });
    expect(of('camera.counts')).toMatchObject([{ rule: 'in-out', forward: { car: 1 }, backward: {} }]);
    expect(of('camera.counts')[0]?.coverage).toBeGreaterThan(0.9);
    expect(world.released).toBe(drive.length);
  });

  it('gives a picture to who asks, and tells since when it is blind where it is', async () => {
    const { camera, show, start, world } = make();
    await start();
    await expect(camera.snapshot()).rejects.toThrow('starting');
    world.handlers?.onState(online);
    await show([]);
    const asked = camera.snapshot();
    await show([]);
    expect(await asked).toMatchObject({ still: { ref: 'gate.jpg', width: picture.width }, timeQuality: 'synced' });
    world.handlers?.onState(blind);
    await expect(camera.snapshot()).rejects.toThrow(/^blind since 2026-06-21T12:00:00.400Z: stalled$/);
    await camera.stop();
  });

  it('has the time of the frame in the event, not the time of its sending', async () => {
    const { camera, clock, of, show, start } = make();
    await start();
    for (const d of drive.slice(0, 9)) await show(d);
    const at = clock.now().ms;
    clock.advance(0);
    await camera.stop();
    expect(of('camera.event')[0]?.at.ms).toBeLessThanOrEqual(at);
    expect(of('camera.event')).toHaveLength(1);
  });

  it('sends the event without its still where it cannot be had, and says why', async () => {
    const { camera, of, show, start } = make({ storeMedia: () => Promise.reject(new Error('disk full')) });
    await start();
    for (const d of drive) await show(d);
    await camera.stop();
    expect(of('camera.event')[0]).toMatchObject({ stillMissing: 'disk full' });
    expect(of('camera.event')[0]?.still).toBeUndefined();
    expect(camera.health().facts).toMatchObject({ stillsLost: 1 });
  });

  it('does not wait for a still for more than two seconds', async () => {
    const { camera, clock, of, show, start } = make({ storeMedia: () => new Promise(() => {}) });
    await start();
    for (const d of drive) await show(d);
    expect(of('camera.event')).toEqual([]);
    const stopped = camera.stop();
    await clock.advanceAsync(2000);
    await stopped;
    expect(of('camera.event')[0]?.stillMissing).toContain('2000 ms');
  });

  it('tells when it sees and when it is blind, since when and why, each once', async () => {
    const { camera, clock, of, world, show, start } = make();
    await start();
    expect(camera.health().state).toBe('starting');
    world.handlers?.onState(online);
    expect(camera.health().state).toBe('starting');
    await show([]);
    await show([]);
    expect(camera.health()).toMatchObject({ state: 'ok', facts: { state: 'online', inferred: 2, frames: 2 } });
    clock.advance(1000);
    world.handlers?.onState(blind);
    world.handlers?.onState(blind);
    expect(camera.health()).toMatchObject({ state: 'down', reasons: [blind.message] });
    world.handlers?.onState(online);
    expect(of('camera.state').map((s) => [s.state, s.reason, s.since])).toEqual([
      ['online', '', '2026-06-21T12:00:00.200Z'],
      ['blind', 'stalled', '2026-06-21T12:00:01.400Z'],
      ['online', '', '2026-06-21T12:00:01.400Z'],
    ]);
  });

  it('does not carry a track over the time in which it was blind', async () => {
    const { camera, of, world, show, start } = make();
    await start();
    world.handlers?.onState(online);
    for (const d of drive.slice(0, 6)) await show(d);
    world.handlers?.onState(blind);
    world.handlers?.onState(online);
    for (const d of drive.slice(9)) await show(d);
    await camera.stop();
    expect(of('camera.event')).toEqual([]);
  });

  it('is blind when the detector fails for ten seconds, and sees again when it works', async () => {
    const { camera, of, world, detector, show, start } = make();
    await start();
    world.handlers?.onState(online);
    await show([]);
    const works = detector.detect;
    detector.detect = () => Promise.reject(new Error('the worker is gone'));
    for (let i = 0; i < 60; i++) await show([]);
    expect(of('camera.state').map((s) => [s.state, s.reason])).toEqual([
      ['online', ''],
      ['blind', 'detector: the worker is gone'],
    ]);
    expect(camera.health().reasons[0]?.code).toBe('vision.detector-failing');
    detector.detect = works;
    await show([]);
    expect(camera.health().state).not.toBe('down');
    expect(world.released).toBe(62);
  });

  it('forgets its tracks when the picture changes its size', async () => {
    const { camera, clock, of, world, show, start } = make();
    await start();
    for (const d of drive.slice(0, 6)) await show(d);
    clock.advance(200);
    await new Promise<void>((resolve) => {
      const small = frameOf({ width: 500, height: 250, monotonicMs: clock.monotonicMs() });
      world.handlers?.onFrame(small, resolve);
    });
    for (const d of drive.slice(9)) await show(d);
    await camera.stop();
    expect(of('camera.event')).toEqual([]);
  });

  it('says when the machine is too slow for it, but not when the camera gives fewer frames', async () => {
    const { camera, clock, world, show, start } = make();
    await start();
    world.handlers?.onState(online);
    await show([]);
    world.frames += 50;
    clock.advance(10_000);
    expect(camera.health()).toMatchObject({ state: 'degraded', reasons: [{ code: 'vision.too-slow' }] });
    clock.advance(10_000);
    expect(camera.health().state).toBe('ok');
  });

  it('can be started again after it was stopped, and never uses an id of a track again', async () => {
    const { camera, of, world, show, start } = make();
    await start();
    for (const d of drive) await show(d);
    await camera.stop();
    await start();
    for (const d of drive) await show(d);
    await camera.stop();
    await camera.stop();
    expect(of('camera.event').map((e) => e.track)).toEqual(['gate-0a1b2c3d-1', 'gate-0a1b2c3d-2']);
    expect(world.stopped).toBe(2);
  });

  it('reports its counts while it is blind too', async () => {
    const { camera, clock, of, start } = make();
    await start();
    clock.advance(20_000);
    expect(of('camera.counts').map((c) => [c.coverage, c.forward])).toEqual([
      [0, {}],
      [0, {}],
    ]);
    await camera.stop();
  });
});
