// The real detector on real photographs, where the shared material is at hand.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Box, Detection, RoadUserClass } from '../../domain/detection.ts';
import { createInferFrame } from './infer.ts';
import { type OpenModel, openModel } from './open-model.ts';
import { shippedCard } from './testing/self-test-model.ts';

const material = new URL('../../../../shared/material/', import.meta.url);
const modelFile = new URL('models/yolox_nano_416.onnx', material);
const isHere = existsSync(modelFile);

/** A photograph as planar YUV 4:2:0, limited range, BT.601; odd edges are cut off. */
async function yuvOf(image: string): Promise<{ yuv: Uint8Array; width: number; height: number }> {
  const { data, info } = await sharp(readFileSync(new URL(`images/${image}`, material)))
    .toColourspace('srgb')
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const width = info.width & ~1;
  const height = info.height & ~1;
  const yuv = new Uint8Array((width * height * 3) / 2);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = 3 * (y * info.width + x);
      const [r, g, b] = [data[at]!, data[at + 1]!, data[at + 2]!];
      yuv[y * width + x] = Math.round(16 + 0.257 * r + 0.504 * g + 0.098 * b);
      if (x % 2 === 1 || y % 2 === 1) continue;
      const half = width * height + (y / 2) * (width / 2) + x / 2;
      yuv[half] = Math.round(128 - 0.148 * r - 0.291 * g + 0.439 * b);
      yuv[half + (width * height) / 4] = Math.round(128 + 0.439 * r - 0.368 * g - 0.071 * b);
    }
  }
  return { yuv, width, height };
}

/** Labels of an image: `class cx cy w h`, in shares of the picture, six classes. */
function labelsOf(image: string, width: number, height: number): Detection[] {
  const classes: RoadUserClass[] = ['person', 'bicycle', 'motorcycle', 'car', 'bus', 'truck'];
  const text = readFileSync(new URL(`images/labels/${image.replace('.jpg', '.txt')}`, material), 'utf8');
  return text
    .trim()
    .split('\n')
    .map((line) => {
      const [c, cx, cy, w, h] = line.split(/\s+/).map(Number) as [number, number, number, number, number];
      const box = { x: (cx - w / 2) * width, y: (cy - h / 2) * height, width: w * width, height: h * height };
      return { class: classes[c]!, score: 1, box };
    });
}

function overlap(a: Box, b: Box): number {
  const across = Math.min(a.x + a.width, b.x + b.width) - Math.max(a.x, b.x);
  const down = Math.min(a.y + a.height, b.y + b.height) - Math.max(a.y, b.y);
  const both = Math.max(0, across) * Math.max(0, down);
  return both / (a.width * a.height + b.width * b.height - both);
}

describe.runIf(isHere)('YOLOX-nano by its card (needs ../shared/material)', () => {
  let model: OpenModel;
  let infer: ReturnType<typeof createInferFrame>;
  beforeAll(async () => {
    const card = shippedCard('yolox-nano');
    model = await openModel({ modelFile: modelFile.pathname, card, threads: 1 });
    infer = createInferFrame({ model, card, nowMs: () => performance.now() });
  });
  afterAll(() => model.close());

  it('finds the bus and its people on the usual photograph', async () => {
    const { yuv, width, height } = await yuvOf('bus_swdee.jpg');
    const sure = (await infer(yuv, width, height)).detections.filter((d) => d.score >= 0.4).map((d) => d.class);
    expect(sure.sort()).toEqual(['bus', 'person', 'person', 'person']);
  });

  it('puts its boxes where people put theirs, on photographs of near vehicles', async () => {
    let labelled = 0;
    let found = 0;
    for (const image of readdirSync(new URL('images/', material)).filter((f) => /^cocoval_0[0-1]\d\.jpg$/.test(f))) {
      const { yuv, width, height } = await yuvOf(image);
      const { detections } = await infer(yuv, width, height);
      for (const { box } of detections) {
        expect(Math.min(box.x, box.y)).toBeGreaterThanOrEqual(0);
        expect(box.x + box.width).toBeLessThanOrEqual(width);
        expect(box.y + box.height).toBeLessThanOrEqual(height);
      }
      // What is smaller than 5 % of the picture's width is beyond a network of this size.
      const near = labelsOf(image, width, height).filter((l) => l.box.width > 0.05 * width);
      labelled += near.length;
      found += near.filter((l) =>
        detections.some((d) => d.class === l.class && d.score >= 0.3 && overlap(d.box, l.box) >= 0.5),
      ).length;
    }
    expect(labelled).toBeGreaterThan(20);
    expect(found / labelled).toBeGreaterThan(0.6);
  });
});
