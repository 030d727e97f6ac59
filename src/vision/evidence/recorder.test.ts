import { describe, expect, it } from 'vitest';
import type { Detection } from '../../domain/detection.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { Mutex } from '../../runtime/mutex.ts';
import type { Frame } from '../frame.ts';
import { cameraEvidenceSchema, privacySchema } from './config.ts';
import type { NewPackage } from './evidence-store.ts';
import type { Overlay } from './overlay.ts';
import type { Pending } from './pending.ts';
import { Privacy } from './privacy.ts';
import { EvidenceRecorder } from './recorder.ts';
import { PacketRing } from './ring/packet-ring.ts';
import type { StillOutcome } from './still-maker.ts';

const [width, height] = [64, 48];

const said = {
  kind: 'camera.event',
  phase: 'instant',
  camera: 'gate',
  rule: 'red',
  type: 'red-light',
  explanation: 'why',
} as const;

function start(privacy: object = {}) {
  const clock = new ManualClock();
  const begun: Pending[] = [];
  const done: { pkg: NewPackage; atMs: number; dueMs: number | undefined }[] = [];
  const office = {
    recoding: new Mutex(),
    picking: new Mutex(),
    begin: (p: Pending) => void begun.push(p),
    complete: async (pkg: NewPackage, dueMs?: number) => void done.push({ pkg, atMs: clock.monotonicMs(), dueMs }),
  };
  const hidden = new Privacy(privacySchema.parse(privacy), 30_000);
  const recorder = new EvidenceRecorder({
    ...{ camera: 'gate', config: cameraEvidenceSchema.parse({}), privacy: hidden, stream: 'same', office },
    ...{ bootId: 'feedbeef-1', timezone: 'UTC', ffmpeg: 'ffmpeg', clock, logger: silentLogger },
    ring: new PacketRing({ keepMs: 10_000, maxBytes: 1e6, clock }),
  });
  const frame = (): Frame => ({
    ...{ width, height, index: 0, at: clock.now(), monotonicMs: clock.monotonicMs() },
    data: new Uint8Array((width * height * 3) / 2).fill(120),
  });
  const box: Detection['box'] = { x: 10, y: 10, width: 20, height: 20 };
  const overlay: Overlay = {
    ...{ shapes: [], boxes: [{ box, label: 'car' }], title: 'gate', time: '' },
    severity: 'error',
  };
  const raise = (
    severity: 'info' | 'warning' | 'error' = 'error',
    still: Promise<StillOutcome | undefined> = Promise.resolve(undefined),
  ) => {
    const f = frame();
    recorder.see(f);
    return recorder.begin({
      ...{ frame: f, overlay, still },
      event: { ...said, at: f.at, severity },
    });
  };
  /** Lets the camera see ten pictures a second. */
  const pass = async (ms: number) => {
    for (let t = 0; t < ms; t += 100) {
      clock.advance(100);
      recorder.see(frame());
      await new Promise((resolve) => setImmediate(resolve));
    }
  };
  recorder.start();
  return { recorder, clock, begun, done, raise, pass, office };
}
const settled = async (isSo: () => boolean) => {
  for (let i = 0; i < 1000 && !isSo(); i++) await new Promise((resolve) => setTimeout(resolve, 10));
};

describe('the recorder of evidence', () => {
  it('without a stream takes the detector’s frames, says that there is no clip, and is done in time', async () => {
    const { clock, begun, done, raise, pass } = start();
    await pass(3000);
    const beganMs = clock.monotonicMs();
    expect(raise()).toBe('gate-feedbeef-e1');
    expect(begun[0]).toMatchObject({ event: { id: 'gate-feedbeef-e1' }, parts: expect.arrayContaining(['clip']) });
    await pass(5000);
    for (let i = 0; i < 26 && done.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 200));
      await pass(100);
    }
    const [{ pkg, atMs } = { pkg: undefined, atMs: 0 }] = done;
    expect(atMs - beganMs).toBeGreaterThanOrEqual(5000);
    expect(atMs - beganMs).toBeLessThanOrEqual(8000);
    expect(pkg?.files.map((f) => f.what)).toEqual([
      ...['before', 'before-overlay', 'at', 'at-overlay', 'after', 'after-overlay'],
    ]);
    expect(pkg?.missing).toEqual([{ what: 'clip', reason: 'nothing of the stream is in memory' }]);
    const times = ['before', 'at', 'after'].map((w) => Date.parse(pkg?.files.find((f) => f.what === w)?.at ?? ''));
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(1000);
    expect((times[2] ?? 0) - (times[1] ?? 0)).toBe(1500);
  });

  it('keeps nothing of events that accuse nobody', () => {
    const { raise, begun } = start();
    expect(raise('info')).toBeUndefined();
    expect(begun).toEqual([]);
  });

  it('that cannot begin a take promises none: the event goes out all the same', async () => {
    const { raise, office, recorder } = start();
    office.begin = () => {
      throw new RangeError('Array buffer allocation failed');
    };
    expect(raise()).toBeUndefined();
    expect(recorder.facts.taking).toBe(0);
  });

  it('closes what it is taking when the camera is stopped', async () => {
    const { recorder, done, raise, pass } = start();
    await pass(2000);
    raise();
    await pass(300);
    await recorder.stop();
    expect(done[0]?.pkg.files.map((f) => f.what)).toEqual(['before', 'before-overlay', 'at', 'at-overlay']);
    expect(done[0]?.pkg.missing.map((m) => m.what)).toEqual(['after', 'after-overlay', 'clip']);
  });

  it('takes the evidence of six events at once and says so of a seventh', async () => {
    const { done, raise, recorder } = start();
    for (let i = 0; i < 7; i++) expect(raise()).toBe(`gate-feedbeef-e${i + 1}`);
    await settled(() => done.length > 0);
    expect(done[0]?.pkg.event.id).toBe('gate-feedbeef-e7');
    expect(done[0]?.pkg.missing).toHaveLength(7);
    expect(done[0]?.pkg.missing[0]?.reason).toContain('6 events');
    await recorder.stop();
    expect(done).toHaveLength(7);
  });

  it('waits no longer for the still of the event than for the rest, and says by when it must be told', async () => {
    const { clock, done, raise, pass } = start();
    await pass(3000);
    const beganMs = clock.monotonicMs();
    raise('error', new Promise(() => {}));
    await pass(5000);
    for (let i = 0; i < 30 && done.length === 0; i++) {
      await new Promise((resolve) => setTimeout(resolve, 5));
      await pass(100);
    }
    const [first] = done;
    expect(first?.atMs).toBeLessThanOrEqual(beganMs + 5000 + 2900);
    expect(first?.dueMs).toBe(beganMs + 5000 + 2900);
    expect(first?.pkg.event.still).toBeUndefined();
  });
});
