import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../domain/outgoing.ts';
import { message } from '../messages/catalogue.ts';
import { silentLogger } from '../runtime/logger.ts';
import { ManualClock } from '../runtime/manual-clock.ts';
import { frameFrom, spoilt, streetPictures } from '../simulator/scene/testing/street-pictures.ts';
import { Camera } from './camera.ts';
import { cameraSchema } from './config.ts';
import type { Frame } from './frame.ts';
import type { SourceHandlers } from './source/ffmpeg-source.ts';
import { boxAt, seen } from './testing/walk.ts';

const day = streetPictures(5);
const sound = day.map((p) => frameFrom(p, 0));
const covered = spoilt(day, 'covered').map((p) => frameFrom(p, 0));
const moved = streetPictures(5, { faults: [{ kind: 'moved-view', at: '0s', for: '1h' }] }).map((p) => frameFrom(p, 0));

/** A camera of five pictures a second before which a car drives over the line again and again. */
async function make(health: object = {}, viewFile?: string) {
  const clock = new ManualClock('2026-06-21T12:00:00Z');
  const sent: Outgoing[] = [];
  const world = { handlers: undefined as SourceHandlers | undefined, frames: 0, inferred: 0, decodeErrors: 0 };
  const line = [
    [0, 0.5],
    [1, 0.5],
  ];
  const camera = new Camera({
    config: cameraSchema.parse({
      ...{ id: 'gate', source: { kind: 'rtsp', url: 'rtsp://192.0.2.5/1' }, model: 'yolox-nano', fps: 5, health },
      rules: [{ id: 'in-out', kind: 'line-crossing', line, event: true, report: '10s' }],
    }),
    detector: {
      sha256: 'a'.repeat(64),
      detect: async () => {
        // Down the picture and from its top again: it crosses the line once in sixteen frames that are looked at.
        const feet = 84 + 12 * (world.inferred++ % 16);
        return { detections: [seen('car', boxAt(240, feet, 120, 80))], inferenceMs: 1, totalMs: 2 };
      },
    },
    storeMedia: async (bytes, { mime, width, height }) => ({
      ...{ ref: 'gate.jpg', mime, bytes: bytes.length, sha256: 'b'.repeat(64), width, height },
    }),
    send: (o) => sent.push(outgoingSchema.parse(o)),
    ...(viewFile === undefined ? {} : { viewFile }),
    bootId: '0a1b2c3d-ffff',
    clock,
    logger: silentLogger,
    random: () => 0.5,
    openSource: () => ({
      start: (handlers) => {
        world.handlers = handlers;
      },
      stop: async () => {},
      stats: () => ({ frames: world.frames, decodeErrors: world.decodeErrors }),
    }),
  });
  const show = async (frames: readonly Frame[], seconds: number) => {
    for (let i = 0; i < seconds * 5; i++) {
      clock.advance(200);
      const frame = {
        ...frames[Math.floor(++world.frames / 5) % frames.length]!,
        monotonicMs: clock.monotonicMs(),
        at: clock.now(),
      };
      await new Promise<void>((resolve) => world.handlers?.onFrame(frame, resolve));
    }
  };
  const of = <K extends Outgoing['kind']>(kind: K) => sent.filter((o): o is OutgoingOf<K> => o.kind === kind);
  await camera.start(new AbortController().signal);
  const state = { state: 'online', reason: 'online', message: message('source.online') } as const;
  world.handlers?.onState(state);
  return { camera, clock, of, show, world };
}

describe('a camera whose picture has a fault', () => {
  it('is blind with reason and since when, keeps its rules silent, and comes back', async () => {
    const { camera, of, show, world } = await make();
    await show(sound, 24);
    const inferred = world.inferred;
    await show(covered, 20);
    expect(world.inferred).toBe(inferred);
    expect(camera.health()).toMatchObject({
      state: 'down',
      reasons: [{ code: 'vision.picture-covered', params: { camera: 'gate', since: '2026-06-21T12:00:31.200Z' } }],
      facts: { state: 'blind', picture: 'covered', doubted: 100 },
    });
    await show(sound, 24);
    expect(camera.health().facts).toMatchObject({ state: 'online', picture: 'sound' });
    expect(of('camera.state').map((s) => [s.state, s.reason, s.since])).toEqual([
      ['online', '', '2026-06-21T12:00:00.200Z'],
      ['blind', 'picture: covered', '2026-06-21T12:00:31.200Z'],
      ['online', '', '2026-06-21T12:00:51.200Z'],
    ]);
    await camera.stop();
    const seconds = of('camera.event').map((e) => (e.at.ms - Date.parse('2026-06-21T12:00:00Z')) / 1000);
    expect(seconds.filter((t) => t <= 24).length).toBeGreaterThan(0);
    expect(seconds.filter((t) => t > 24 && t < 51)).toEqual([]);
    expect(seconds.filter((t) => t >= 51).length).toBeGreaterThan(0);
    // What was counted says how much of the time was seen.
    expect(of('camera.counts').map((c) => c.coverage > 0.5)).toEqual([true, true, false, false, false, true, true]);
  });

  it('says by how many pixels it was turned and that lines and zones are wrong', async () => {
    const { camera, of, show } = await make();
    await show(sound, 24);
    await show(moved, 12);
    expect(camera.health().reasons).toMatchObject([
      { code: 'vision.picture-moved', params: { right: expect.any(Number) } },
    ]);
    expect(of('camera.state').at(-1)?.reason).toMatch(/^picture: moved by -\d+ px to the right and \d+ px down$/);
    await camera.stop();
  });

  it('knows after a restart of the agent that it was turned meanwhile', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'views-'));
    try {
      const file = join(folder, 'gate.json');
      const first = await make({}, file);
      await first.show(sound, 24);
      await first.camera.stop();
      const { camera, of, show, world } = await make({}, file);
      await show(moved, 12);
      expect(camera.health()).toMatchObject({ state: 'down', reasons: [{ code: 'vision.picture-moved' }] });
      expect(of('camera.state').at(-1)?.reason).toMatch(/^picture: moved by -\d+ px/);
      // Not one of its pictures came to the rules.
      expect(world.inferred).toBe(0);
      await camera.stop();
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('starts anew without what it knew when it was stopped, and looks at nothing where that is switched off', async () => {
    const { camera, of, show } = await make({ enabled: false });
    await show(sound, 24);
    await show(covered, 20);
    expect(of('camera.state').map((s) => s.state)).toEqual(['online']);
    await camera.stop();
  });
});

describe('a camera that gives too few pictures', () => {
  it('says so after 20 s, stays in use, and is well again after 10 good ones', async () => {
    const { camera, clock, show, world } = await make({ minFps: 0.9 });
    await show(sound, 10);
    for (let i = 0; i < 2; i++) {
      expect(camera.health().reasons.map((r) => r.code)).not.toContain('vision.frame-rate-low');
      world.frames += 5;
      clock.advance(10_000);
    }
    expect(camera.health().state).toBe('degraded');
    expect(camera.health().reasons.find((r) => r.code === 'vision.frame-rate-low')?.params).toMatchObject({
      floor: 0.9,
      actual: 0.5,
    });
    world.frames += 10;
    clock.advance(10_000);
    expect(camera.health().reasons.map((r) => r.code)).not.toContain('vision.frame-rate-low');
    await camera.stop();
  });
});

describe('a camera whose stream comes damaged', () => {
  it('says so after 20 s while its pictures still come, not for a fault now and then, and is well again 20 s after its end', async () => {
    const { camera, clock, show, world } = await make({ enabled: false });
    await show(sound, 1);
    const codes = () => camera.health().reasons.map((r) => r.code);
    const pass = (damages: number) => {
      world.frames += 50;
      world.decodeErrors += damages;
      clock.advance(10_000);
    };
    for (const damages of [0, 19, 19, 400, 3]) {
      pass(damages);
      expect(codes()).not.toContain('vision.decode-errors');
    }
    pass(300);
    pass(600);
    const told = camera.health().reasons.find((r) => r.code === 'vision.decode-errors');
    expect(told?.params).toEqual({ camera: 'gate', perSecond: 60 });
    pass(0);
    expect(codes()).toContain('vision.decode-errors');
    pass(0);
    expect(codes()).not.toContain('vision.decode-errors');
    await camera.stop();
  });
});
