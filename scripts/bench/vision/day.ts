// A simulated day before a camera: 86,400 looks, one a second, at a drawn street: the light goes from night to noon and back
// with clouds, lamps come on, vehicles pass and stand, the sensor's noise grows in the dark, a mast sways. Every 37 minutes
// the gateway begins anew with the view that it kept; and at each of these times it is asked what it would say had the
// camera been turned meanwhile.
import { seededRandom } from '../../../src/simulator/random.ts';
import { frameFrom, streetPictures } from '../../../src/simulator/scene/testing/street-pictures.ts';
import { keptCamera } from './kept-camera.ts';

const width = 320;
const height = 180;
const luma = width * height;
const daySeconds = 86_400;
const restartEvery = 37 * 60;
/** A turned camera is looked at for so long, seconds. */
const toldWithin = 30;
/** Full light or nearly: a view can be told from another. */
const byDay = 0.5;

interface Light {
  readonly light: number;
  readonly lamps: number;
  readonly sigma: number;
  readonly sway: number;
}

interface Passing {
  readonly y: number;
  readonly size: number;
  readonly speed: number;
  readonly level: number;
  x: number;
  /** Stands until then, seconds of the day. */
  standsUntil: number;
}

export async function overADay() {
  const random = seededRandom(11);
  const pictureOf = (over: object) =>
    frameFrom(streetPictures(1, { traffic: {}, size: `${width}x${height}`, ...over })[0]!, 0).data;
  const base = pictureOf({});
  const turnedBase = pictureOf({ faults: [{ kind: 'moved-view', at: '0s', for: '1h' }] });
  // Noise is drawn once; each look begins somewhere else in it.
  const noise = Float32Array.from({ length: 3 * luma }, () => random() + random() + random() - 1.5);
  const camera = await keptCamera();
  let watch = await camera.begin();
  const data = new Uint8Array(base);
  const frame = (index: number) => {
    const monotonicMs = camera.clock.monotonicMs();
    return { width, height, data, index, monotonicMs, at: camera.clock.now() };
  };
  const draw = (from: Uint8Array, { light, lamps, sigma, sway }: Light) => {
    const start = Math.floor(random() * 2 * luma);
    for (let y = 0, i = 0; y < height; y++) {
      const lit = light + lamps * Math.max(0, 1 - Math.abs(y / height - 0.6) * 2.2);
      for (let x = 0; x < width; x++, i++) {
        const at = Math.min(luma - 1, Math.max(0, i + sway));
        data[i] = Math.max(16, Math.min(235, 16 + (from[at]! - 16) * lit + noise[start + i]! * sigma));
      }
    }
  };
  const alarms: string[] = [];
  const turned = { told: 0, of: 0, toldInTheDark: 0, ofInTheDark: 0 };
  let [cloud, doubts, looks, restarts] = [0, 0, 0, 0];
  let passing: Passing[] = [];
  for (let second = 0; second < daySeconds; second++) {
    const hour = second / 3600;
    // Full light from 7 to 17, dark from 18:30 to 5:30; lamps from 18 to 6 light the middle of the street.
    const sun = Math.min(1, Math.max(0, (5.5 - Math.abs(hour - 12) + 1) / 1.5));
    cloud += 0.01 * (random() - 0.5) - 0.0005 * cloud;
    const now = {
      light: 0.06 + 0.94 * sun * (1 - 0.4 * Math.min(1, Math.abs(cloud))),
      lamps: hour < 6 || hour > 18 ? 0.22 : 0,
      sigma: 2 + 8 * (1 - sun),
      sway: Math.round(1.5 * Math.sin(second / 7) * Math.abs(Math.sin(second / 900))),
    };
    camera.clock.advance(1000);
    draw(base, now);
    passing = pass(passing, second, random);
    for (const p of passing) {
      const [left, right] = [Math.max(0, Math.round(p.x)), Math.min(width, Math.round(p.x + p.size))];
      const level = 16 + p.level * (now.light + now.lamps);
      for (let y = p.y; y < Math.min(height, p.y + p.size / 2); y++)
        if (right > left) data.fill(level, y * width + left, y * width + right);
    }
    watch.see(frame(second));
    looks++;
    if (watch.isDoubtful) doubts++;
    if (watch.fault) alarms.push(`${watch.fault.fault}@${hour.toFixed(2)}`);
    if (second % restartEvery !== restartEvery - 1) continue;
    await camera.end();
    restarts++;
    const other = await camera.glimpse();
    for (let s = 0; s < toldWithin && other.fault?.fault !== 'moved'; s++) {
      draw(turnedBase, now);
      const monotonicMs = camera.clock.monotonicMs() + s * 1000;
      other.see({ ...frame(second), monotonicMs });
    }
    const isTold = other.fault?.fault === 'moved' ? 1 : 0;
    turned[sun >= byDay ? 'told' : 'toldInTheDark'] += isTold;
    turned[sun >= byDay ? 'of' : 'ofInTheDark']++;
    watch = await camera.begin();
  }
  await camera.remove();
  return { looks, restarts, turned, doubts, alarms: [...new Set(alarms.map((a) => a.replace(/\d$/, '')))] };
}

/** Who is before the camera a second later. */
function pass(passing: readonly Passing[], second: number, random: () => number): Passing[] {
  const hour = second / 3600;
  const all = [...passing];
  if (random() < (hour > 6 && hour < 22 ? 0.25 : 0.02)) {
    const size = 14 + Math.floor(random() * 40);
    const standsUntil = random() < 0.1 ? second + 300 * random() : 0;
    const y = 80 + Math.floor(random() * 60);
    all.push({ y, size, speed: 20 + random() * 40, level: 40 + random() * 170, x: -size, standsUntil });
  }
  for (const p of all) if (p.x < width / 3 || second >= p.standsUntil) p.x += p.speed;
  return all.filter((p) => p.x < width);
}
