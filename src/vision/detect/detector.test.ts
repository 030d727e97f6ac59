import { afterEach, describe, expect, it } from 'vitest';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { Detector, type DetectorOptions } from './detector.ts';
import { frameWithBlob, selfTestFile, shippedCard } from './testing/self-test-model.ts';

const card = shippedCard('haidang-self-test');
const blob = { x: 64, y: 32, size: 32 };
const running: Detector[] = [];
const never = () => {};

async function started(options: Partial<DetectorOptions> = {}, fail: (error: unknown) => void = never) {
  const logger = silentLogger;
  const detector = new Detector({ modelFile: selfTestFile, card, clock: new SystemClock(), logger, ...options });
  running.push(detector);
  await detector.start(new AbortController().signal, fail);
  return detector;
}
const stand = (name: string) => new URL(`./testing/${name}.worker.ts`, import.meta.url);

afterEach(async () => {
  await Promise.all(running.splice(0).map((d) => d.stop()));
});

describe('the detector', () => {
  it('finds in a worker thread what is in the frame, in pixels of the frame', async () => {
    const detector = await started();
    const { detections, inferenceMs, totalMs } = await detector.detect(frameWithBlob(256, 128, blob));
    // Fitted into 64x64 the frame is a quarter of its size: the blob is one cell of 8x8 there, 32x32 here.
    expect(detections[0]).toEqual({
      class: 'car',
      score: expect.any(Number),
      box: { x: 64, y: 32, width: 32, height: 32 },
    });
    expect(detections[0]?.score).toBeGreaterThan(0.5);
    expect(totalMs).toBeGreaterThanOrEqual(inferenceMs);
    expect(detector.sha256).toBe(card.files[0]?.sha256);
    expect(detector.health()).toMatchObject({ state: 'ok', facts: { inferred: 1 } });
  });

  it('gives the same for the same frame, and works for frames of several sizes in turn', async () => {
    const detector = await started();
    const small = frameWithBlob(128, 64, { x: 32, y: 16, size: 16 });
    const first = await detector.detect(frameWithBlob(256, 128, blob));
    const other = await detector.detect(small);
    const again = await detector.detect(frameWithBlob(256, 128, blob));
    expect(again.detections).toEqual(first.detections);
    expect(other.detections[0]?.box).toEqual({ x: 32, y: 16, width: 16, height: 16 });
  });

  it('lets cameras take turns and refuses one that asks for more than its share', async () => {
    const detector = await started({ worker: stand('echo') });
    const order: string[] = [];
    const ask = (camera: string, width: number) =>
      detector.detect({ ...frameWithBlob(2, 2, { x: 0, y: 0, size: 0 }), width }, camera).then(
        (r) => void order.push(`${camera}${r.inferenceMs}`),
        (error) => void order.push(`${camera}${width} ${error.code}`),
      );
    // Two of a's are with the worker and one waits; a fourth is one too many, and b has its turn before a has a third.
    await Promise.all([ask('a', 1), ask('a', 2), ask('a', 3), ask('a', 4), ask('b', 1)]);
    expect(order).toEqual(['a4 busy', 'a1', 'a2', 'b1', 'a3']);
  });

  it('where there is not time for all, gives each camera its part, and who wants less at once what it wants', async () => {
    const weights: Record<string, number> = { a: 10, b: 5 };
    const detector = await started({ worker: stand('echo'), weightOf: (camera) => weights[camera] ?? 1 });
    const frame = frameWithBlob(2, 2, { x: 0, y: 0, size: 0 });
    const looked: string[] = [];
    // Each has its next frame at hand as soon as it has its answer, as a camera that drops what it cannot have looked at.
    const live = async (camera: string) => {
      while (looked.length < 90) {
        await detector.detect(frame, camera);
        looked.push(camera);
      }
    };
    await Promise.all([live('a'), live('b')]);
    const share = looked.filter((camera) => camera === 'a').length / looked.length;
    expect(share).toBeGreaterThan(0.62);
    expect(share).toBeLessThan(0.71);
  });

  it('reports a worker that dies, rejects what it was at, and can be started again', async () => {
    const failures: unknown[] = [];
    const detector = await started({ worker: stand('crashing') }, (error) => failures.push(error));
    const asked = detector.detect(frameWithBlob(16, 16, { x: 0, y: 0, size: 4 }));
    await expect(asked).rejects.toMatchObject({ code: 'worker-crashed', message: 'illegal instruction' });
    expect(failures[0]).toMatchObject({ code: 'worker-crashed' });
    expect(detector.health()).toMatchObject({ state: 'down', reasons: [{ code: 'models.failed' }] });
    await expect(detector.detect(frameWithBlob(16, 16, { x: 0, y: 0, size: 4 }))).rejects.toMatchObject({
      code: 'detector-stopped',
    });
    await detector.stop();
    await detector.start(new AbortController().signal, never);
    expect(detector.health().state).toBe('ok');
  });

  it('reports a worker that hangs once its deadline has passed', async () => {
    const clock = new ManualClock();
    const failures: unknown[] = [];
    const detector = await started({ worker: stand('hanging'), clock }, (error) => failures.push(error));
    const asked = detector.detect(frameWithBlob(16, 16, { x: 0, y: 0, size: 4 }));
    clock.advance(14_000);
    expect(failures).toEqual([]);
    clock.advance(3_000);
    await expect(asked).rejects.toMatchObject({ code: 'timeout' });
    expect(failures).toHaveLength(1);
  });

  it('refuses a model whose numbers are not those of its card, and says which', async () => {
    const wrong = structuredClone(card);
    wrong.selfCheck!.expect[3]!.value += 1;
    const detector = new Detector({
      modelFile: selfTestFile,
      card: wrong,
      clock: new SystemClock(),
      logger: silentLogger,
    });
    const start = detector.start(new AbortController().signal, never);
    await expect(start).rejects.toMatchObject({ code: 'models.self-check-failed', fault: 'configuration' });
    expect(detector.health()).toMatchObject({ state: 'down', reasons: [{ code: 'models.self-check-failed' }] });
  });

  it('can be stopped in the middle of an inference, again and again', async () => {
    for (let i = 0; i < 5; i++) {
      const detector = await started();
      const asked = detector.detect(frameWithBlob(256, 128, blob));
      const settled = Promise.allSettled([asked]);
      await detector.stop();
      expect((await settled)[0]?.status).toBe('rejected');
    }
  }, 60_000);
});
