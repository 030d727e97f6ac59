// What the camera itself adds: noise of its sensor, darker corners, drops before the lens, its name and time in the picture.
import { type Canvas, createCanvas, type SKRSContext2D } from '@napi-rs/canvas';
import { normal, type Random, seededRandom } from '../../random.ts';
import type { Conditions } from '../world.ts';

const tableSize = 1 << 18;

/** What a camera aims at under this light: mean and spread of brightness, as photographs of fixed cameras have them. */
const aims: Readonly<Record<Conditions['light'], readonly [mean: number, spread: number]>> = {
  day: [112, 48],
  overcast: [110, 44],
  dusk: [92, 40],
  night: [64, 36],
};

/** Automatic exposure: 256 values that bring a picture of this mean and spread to what the camera aims at. */
export function exposureCurve(still: Canvas, conditions: Conditions): Uint8ClampedArray {
  const { mean, spread } = statistics(still.data());
  const [aim, aimed] = aims[conditions.light];
  const contrast =
    Math.max(conditions.light === 'night' ? 1.1 : 0.8, Math.min(1.25, aimed / spread)) * (1 - 0.25 * conditions.haze);
  return toneCurve(mean, contrast, aim);
}

/** A curve through mean and aim with soft ends: lights and darks run out as on film. @param gain over all. */
export function toneCurve(mean: number, contrast: number, aim: number, gain = 1): Uint8ClampedArray {
  const [high, low] = [34, 17];
  return Uint8ClampedArray.from({ length: 256 }, (_, v) => {
    const x = ((v - mean) * contrast + aim) * gain;
    if (x > 255 - high) return 255 - high * Math.exp(-(x - 255 + high) / high);
    return x < low ? low * Math.exp((x - low) / low) : x;
  });
}

/** Mean and standard deviation of the brightness of RGBA pixels, from every thirteenth. */
export function statistics(data: Uint8Array): { mean: number; spread: number } {
  let [n, sum, squares] = [0, 0, 0];
  for (let i = 0; i < data.length; i += 52) {
    const v = 0.3 * (data[i] as number) + 0.59 * (data[i + 1] as number) + 0.11 * (data[i + 2] as number);
    n++;
    sum += v;
    squares += v * v;
  }
  return { mean: sum / n, spread: Math.sqrt(Math.max(1, squares / n - (sum / n) ** 2)) };
}

/**
 * What the sensor makes of RGBA pixels, in place: its exposure and its noise. Noise is the same for all colours, and a part
 * of each colour's own that is coarser and grows in the dark, as sensors behind a colour filter show it.
 */
export function sensorOf(
  conditions: Conditions,
  seed: number,
  curve: Uint8ClampedArray,
): (data: Buffer, frame: number) => void {
  const random = seededRandom(seed);
  const table = Int8Array.from({ length: tableSize }, () =>
    Math.max(-127, Math.min(127, Math.round(normal(random) * 32))),
  );
  const night = conditions.light === 'night' || conditions.light === 'dusk';
  const luma = Math.round((conditions.noise * 256) / 32);
  const chroma = Math.round(luma * (night ? 0.75 : 0.3));
  const mask = tableSize - 1;
  return (data, frame) => {
    let a = Math.imul(frame + 1, 40_503) & mask;
    let b = Math.imul(frame + 1, 12_553) & mask;
    for (let i = 0; i < data.length; i += 4) {
      a = (a + 1) & mask;
      b = (b + 7) & mask;
      const n = (table[a] as number) * luma;
      // One value of colour noise for two neighbours: it is coarser than that of brightness.
      const c = (table[b & ~1] as number) * chroma;
      const red = (curve[data[i] as number] as number) + ((n + c) >> 8);
      const green = (curve[data[i + 1] as number] as number) + (n >> 8);
      const blue = (curve[data[i + 2] as number] as number) + ((n - c) >> 8);
      data[i] = red < 0 ? 0 : Math.min(red, 255);
      data[i + 1] = green < 0 ? 0 : Math.min(green, 255);
      data[i + 2] = blue < 0 ? 0 : Math.min(blue, 255);
    }
  };
}

/** A sheet that darkens the corners. */
export function vignette(width: number, height: number, strength: number): Canvas {
  const canvas = createCanvas(width, height);
  const ctx = canvas.getContext('2d');
  const far = Math.hypot(width, height) / 2;
  const gradient = ctx.createRadialGradient(width / 2, height / 2, far * 0.45, width / 2, height / 2, far);
  gradient.addColorStop(0, 'rgba(0,0,0,0)');
  gradient.addColorStop(1, `rgba(0,0,0,${strength})`);
  ctx.fillStyle = gradient;
  ctx.fillRect(0, 0, width, height);
  return canvas;
}

/** Streaks of falling rain, other ones in each frame. */
export function paintRain(
  ctx: SKRSContext2D,
  size: { width: number; height: number },
  rain: number,
  random: Random,
  night: boolean,
): void {
  const count = Math.round((size.width * size.height * rain) / 900);
  const tone = night ? '150,152,160' : '226,230,234';
  const slant = 0.14;
  for (const [share, width, length, alpha] of [
    [0.8, 0.6, 0.03, 0.2],
    [0.2, 1.1, 0.06, 0.17],
  ] as const) {
    ctx.beginPath();
    for (let i = 0; i < count * share; i++) {
      const [x, y] = [size.width * random(), size.height * random()];
      const l = size.height * length * (0.6 + 0.8 * random());
      ctx.moveTo(x, y);
      ctx.lineTo(x - l * slant, y + l);
    }
    ctx.strokeStyle = `rgba(${tone},${alpha})`;
    ctx.lineWidth = width;
    ctx.stroke();
  }
}

export interface Caption {
  /** Upper left, as cameras burn it in: the camera's name. */
  readonly name: string;
  /** Wall time of second 0, milliseconds since 1970, shown in Vietnam's time as dd/mm/yyyy hh:mm:ss. */
  readonly startMs: number;
}

const twoDigits = (n: number) => String(n).padStart(2, '0');

/** 21/11/2026 06:45:10 in Vietnam (UTC+7 all year). */
export function vietnamTime(ms: number): string {
  const d = new Date(ms + 7 * 3_600_000);
  const date = `${twoDigits(d.getUTCDate())}/${twoDigits(d.getUTCMonth() + 1)}/${d.getUTCFullYear()}`;
  return `${date} ${twoDigits(d.getUTCHours())}:${twoDigits(d.getUTCMinutes())}:${twoDigits(d.getUTCSeconds())}`;
}

export function paintCaption(
  ctx: SKRSContext2D,
  size: { width: number; height: number },
  caption: Caption,
  seconds: number,
): void {
  const px = Math.max(9, Math.round(size.height / 26));
  ctx.save();
  ctx.font = `${px}px monospace`;
  ctx.lineWidth = Math.max(1.5, px / 7);
  ctx.strokeStyle = 'rgba(0,0,0,0.75)';
  ctx.fillStyle = 'rgba(255,255,255,0.95)';
  const write = (text: string, x: number, y: number) => {
    ctx.strokeText(text, x, y);
    ctx.fillText(text, x, y);
  };
  const time = vietnamTime(caption.startMs + seconds * 1000);
  write(time, px * 0.7, px * 1.4);
  write(caption.name, size.width - ctx.measureText(caption.name).width - px * 0.7, size.height - px * 0.7);
  ctx.restore();
}
