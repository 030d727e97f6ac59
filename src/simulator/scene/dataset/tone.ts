// What makes one camera's pictures look unlike another's: white balance, contrast, saturation, a little unsharpness.
import { type Canvas, createCanvas } from '@napi-rs/canvas';
import type { Random } from '../../random.ts';

export interface Tone {
  /** A table of 256 values for each of red, green and blue. */
  readonly curves: readonly [Uint8ClampedArray, Uint8ClampedArray, Uint8ClampedArray];
  /** 1 leaves colours as they are, 0 is grey. */
  readonly saturation: number;
  /** Pixels. */
  readonly blur: number;
}

/** @param dark a picture of dusk or night: its camera lifts what is dark rather than lowering it. */
export function randomTone(random: Random, dark: boolean): Tone {
  const gamma = dark ? 0.6 + 0.4 * random() : 0.75 + 0.4 * random();
  const contrast = 0.85 + 0.35 * random();
  const lift = (random() - 0.4) * 24;
  const grey = random() < 0.06;
  const curve = (gain: number) =>
    Uint8ClampedArray.from({ length: 256 }, (_, v) => {
      const shown = 255 * (v / 255) ** gamma;
      return ((shown - 118) * contrast + 118 + lift) * gain;
    });
  const warm = (random() - 0.5) * 0.14;
  return {
    curves: [curve(1 + warm), curve(1 + (random() - 0.5) * 0.05), curve(1 - warm)],
    saturation: grey ? 0 : 0.7 + 0.45 * random(),
    blur: random() < 0.55 ? 0.35 + 0.6 * random() : 0,
  };
}

/** Applies a tone to RGBA pixels and puts them on the canvas (or one of its size). */
export function developed(data: Buffer, canvas: Canvas, tone: Tone): Canvas {
  const [r, g, b] = tone.curves;
  const s = tone.saturation;
  for (let i = 0; i < data.length; i += 4) {
    const [x, y, z] = [
      r[data[i] as number] as number,
      g[data[i + 1] as number] as number,
      b[data[i + 2] as number] as number,
    ];
    const grey = 0.3 * x + 0.59 * y + 0.11 * z;
    data[i] = clamp(grey + (x - grey) * s);
    data[i + 1] = clamp(grey + (y - grey) * s);
    data[i + 2] = clamp(grey + (z - grey) * s);
  }
  const ctx = canvas.getContext('2d');
  const image = ctx.createImageData(canvas.width, canvas.height);
  image.data.set(data);
  ctx.putImageData(image, 0, 0);
  if (tone.blur === 0) return canvas;
  const soft = createCanvas(canvas.width, canvas.height);
  const to = soft.getContext('2d');
  to.drawImage(canvas, 0, 0);
  to.filter = `blur(${tone.blur.toFixed(2)}px)`;
  to.drawImage(canvas, 0, 0);
  return soft;
}

const clamp = (v: number) => (v < 0 ? 0 : Math.min(v, 255));
