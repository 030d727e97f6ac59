// A street as a camera sees it, some pictures of it with each fault, for tests.
import { createFaults, type Fault } from '../picture/faults.ts';
import { scenarioSchema } from '../scenario.ts';
import { openScene } from '../scene.ts';
import { shoot } from '../shoot.ts';

type Rgba = { readonly pixels: Buffer; readonly width: number; readonly height: number };

/** @returns the pictures of the first seconds, two a second; turned where asked for. */
export function streetPictures(count: number, over: object = {}): Rgba[] {
  const scenario = scenarioSchema.parse({
    ...{ version: 1, title: 'a street', place: 'street', size: '480x270', warmUp: '20s' },
    traffic: { main: { car: 10, motorcycle: 20 }, walk: { person: 8 } },
    ...over,
  });
  const take = shoot(openScene(scenario));
  return Array.from({ length: count }, (_, i) => {
    const { pixels, width, height } = take(i, i / 2).picture()!;
    return { pixels: Buffer.from(pixels), width, height };
  });
}

/** The same pictures with a fault. */
export function spoilt(
  pictures: readonly Rgba[],
  kind: Exclude<Fault['kind'], 'moved-view' | 'dropped-frames' | 'resolution'>,
): Rgba[] {
  const spoil = createFaults([{ kind, at: 0, for: 1_000_000 }], 1);
  return pictures.map((picture, i) => {
    const { pixels, width, height } = spoil(picture, i * 500);
    return { pixels: Buffer.from(pixels), width, height };
  });
}

/** BT.601, limited range, colour of every second pixel of every second row. */
export function frameFrom({ pixels, width, height }: Rgba, monotonicMs: number) {
  const luma = width * height;
  const data = new Uint8Array(luma * 1.5);
  for (let i = 0; i < luma; i++) {
    const [r, g, b] = [pixels[i * 4]!, pixels[i * 4 + 1]!, pixels[i * 4 + 2]!];
    data[i] = 16.5 + 0.257 * r + 0.504 * g + 0.098 * b;
    const [x, y] = [i % width, Math.floor(i / width)];
    if (x % 2 || y % 2) continue;
    const at = luma + (y / 2) * (width / 2) + x / 2;
    data[at] = 128.5 - 0.148 * r - 0.291 * g + 0.439 * b;
    data[at + luma / 4] = 128.5 + 0.439 * r - 0.368 * g - 0.071 * b;
  }
  return { width, height, data, index: 0, monotonicMs, at: { ms: monotonicMs, quality: 'synced' as const } };
}
