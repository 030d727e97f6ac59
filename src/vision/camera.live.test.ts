// A camera with nothing made up: ffmpeg plays a file at its own pace, the detector infers in its worker.
import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { type Outgoing, outgoingSchema } from '../domain/outgoing.ts';
import { SystemClock } from '../runtime/clock.ts';
import { silentLogger } from '../runtime/logger.ts';
import { Camera } from './camera.ts';
import { cameraSchema } from './config.ts';
import { Detector } from './detect/detector.ts';
import { loadCard } from './detect/load-card.ts';

const fromRoot = (path: string) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const video = fromRoot('../shared/material/videos/roadside_us_residential.mp4');
const model = fromRoot('../shared/material/models/yolox_nano_416.onnx');

describe.skipIf(!existsSync(video) || !existsSync(model))('a live camera (skipped without ../shared/material)', () => {
  it('sees the first cars of the roadside pass and sends each with its still', { timeout: 60_000 }, async () => {
    const loaded = loadCard(fromRoot('models/yolox-nano/card.yaml'));
    if (!('card' in loaded)) throw new Error('the card of yolox-nano has mistakes');
    const clock = new SystemClock();
    const detector = new Detector({ modelFile: model, card: loaded.card, clock, logger: silentLogger });
    const sent: Outgoing[] = [];
    let onCrossing = () => {};
    const crossed = new Promise<void>((resolve) => {
      onCrossing = resolve;
    });
    const camera = new Camera({
      config: cameraSchema.parse({
        id: 'roadside',
        source: { kind: 'file', path: video },
        model: 'yolox-nano',
        fps: 8,
        rules: [
          {
            id: 'in-out',
            kind: 'line-crossing',
            line: [
              [0.33, 0.6],
              [0.85, 0.6],
            ],
            classes: ['car', 'truck', 'bus'],
            event: true,
          },
        ],
      }),
      detector,
      storeMedia: async (bytes, { mime, width, height }) => ({
        ref: 'still.jpg',
        mime,
        bytes: bytes.length,
        sha256: createHash('sha256').update(bytes).digest('hex'),
        width,
        height,
      }),
      send: (o) => {
        sent.push(outgoingSchema.parse(o));
        if (o.kind === 'camera.event') onCrossing();
      },
      bootId: 'feedbeef-0000',
      clock,
      logger: silentLogger,
      random: Math.random,
    });
    const { signal } = new AbortController();
    try {
      await detector.start(signal, () => {});
      await camera.start(signal);
      await crossed;
      expect(camera.health()).toMatchObject({ state: 'ok', facts: { state: 'online', width: 640, height: 352 } });
    } finally {
      await camera.stop();
      await detector.stop();
    }
    expect(sent[0]).toMatchObject({ kind: 'camera.state', state: 'online' });
    expect(sent.find((o) => o.kind === 'camera.event')).toMatchObject({
      class: 'car',
      direction: 'forward',
      track: expect.stringMatching(/^roadside-feedbeef-\d+$/),
      still: { mime: 'image/jpeg', width: 640 },
    });
    const counts = sent.find((o) => o.kind === 'camera.counts');
    expect(counts).toMatchObject({ forward: { car: expect.any(Number) } });
    expect(camera.health().state).toBe('starting');
  });
});
