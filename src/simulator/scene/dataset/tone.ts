// What makes one camera's pictures look unlike another's: exposure, contrast, white balance, saturation, and whether it
// shows them a little unsharp or sharpened too much. Exposure and contrast follow the picture, as in every camera; the
// aims are those of photographs of fixed cameras by day (mean 84 to 125 of 255, spread 42 to 55).
import type { Canvas } from '@napi-rs/canvas';
import { normal, type Random } from '../../random.ts';
import { statistics, toneCurve } from '../picture/sensor.ts';

export interface Tone {
  /** A table of 256 values for each of red, green and blue. */
  readonly curves: readonly [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray];
  /** 1 leaves colours as they are, 0 is grey. */
  readonly saturation: number;
  /** Below 0 a share of the neighbours' mean is mixed in, above 0 the difference to it is added. */
  readonly sharpness: number;
}

/**
 * @param frame RGBA, the first picture of this camera.
 * @param dark a picture of the night: it stays darker.
 */
export function randomTone(random: Random, frame: Buffer, dark: boolean): Tone {
  const { mean, spread } = statistics(frame);
  const aim = dark ? 44 + 44 * random() : 110 + 14 * normal(random);
  const contrast = Math.max(0.8, Math.min(1.7, (dark ? 30 + 22 * random() : 48 + 6 * normal(random)) / spread));
  const grey = random() < 0.06;
  const curve = (gain: number) => toneCurve(mean, contrast, aim, gain);
  const warm = (random() - 0.5) * 0.14;
  const look = random();
  return {
    curves: [curve(1 + warm), curve(1 + (random() - 0.5) * 0.05), curve(1 - warm)],
    saturation: grey ? 0 : 0.6 + 0.4 * random(),
    sharpness: look < 0.25 ? -(0.3 + 0.7 * random()) : look < 0.6 ? (dark ? 0.3 : 0.3 + 0.9 * random()) : 0,
  };
}

/** Applies a tone to RGBA pixels and puts them on the canvas. */
export function developed(data: Buffer, canvas: Canvas, tone: Tone): Canvas {
  const [r, g, b] = tone.curves;
  const s = tone.saturation;
  for (let i = 0; i < data.length; i += 4) {
    const x = r[data[i] as number] as number;
    const y = g[data[i + 1] as number] as number;
    const z = b[data[i + 2] as number] as number;
    const grey = 0.3 * x + 0.59 * y + 0.11 * z;
    data[i] = clamp(grey + (x - grey) * s);
    data[i + 1] = clamp(grey + (y - grey) * s);
    data[i + 2] = clamp(grey + (z - grey) * s);
  }
  const ctx = canvas.getContext('2d');
  const image = ctx.createImageData(canvas.width, canvas.height);
  image.data.set(data);
  if (tone.sharpness !== 0) sharpen(data, image.data, canvas.width, canvas.height, tone.sharpness);
  ctx.putImageData(image, 0, 0);
  return canvas;
}

/** Mixes each pixel with the mean of its four neighbours, or moves it away from it. */
function sharpen(from: Buffer, to: Uint8ClampedArray, width: number, height: number, amount: number): void {
  const row = width * 4;
  const own = amount < 0 ? 1 + amount * 0.75 : 1 + amount;
  const others = (1 - own) / 4;
  for (let y = 1; y < height - 1; y++) {
    for (let i = y * row + 4; i < (y + 1) * row - 4; i++) {
      if ((i & 3) === 3) continue;
      const around =
        (from[i - 4] as number) + (from[i + 4] as number) + (from[i - row] as number) + (from[i + row] as number);
      to[i] = (from[i] as number) * own + around * others;
    }
  }
}

const clamp = (v: number) => Math.max(0, Math.min(255, v));
