// Light of a scene: what a surface with this colour and direction looks like. Levels are shares of full white, colours
// multiply; no physical units, tuned by eye against photographs of fixed cameras.
import { dot, subtract, times, unit, type Vec3 } from '../vector.ts';
import type { Conditions } from '../world.ts';
import type { Face, Rgb } from './bodies/body.ts';

/** A level of red, green and blue: 1 shows a surface in its own colour. */
export type Level = readonly [number, number, number];

export interface Light {
  /** Unit vector towards the sun (or the lamp that lights this place). */
  readonly towards: Vec3;
  readonly direct: Level;
  /** From above and from below. */
  readonly above: Level;
  readonly below: Level;
  /** What smooth surfaces mirror: zenith, horizon, the ground. */
  readonly zenith: Rgb;
  readonly horizon: Rgb;
  readonly ground: Rgb;
  /** Darkness of hard shadows, 0 to 1. */
  readonly shadow: number;
  /** Colour of the air, and its density per metre. */
  readonly air: Rgb;
  readonly density: number;
  readonly night: boolean;
}

const scaled = (level: Level, k: number): Level => [level[0] * k, level[1] * k, level[2] * k];

/** The light of the open sky under these conditions. */
export function skyLight(conditions: Conditions): Light {
  const { sun, haze, rain, light } = conditions;
  const a = (sun.azimuth * Math.PI) / 180;
  const e = (Math.max(4, sun.elevation) * Math.PI) / 180;
  const towards: Vec3 = [Math.sin(a) * Math.cos(e), Math.cos(a) * Math.cos(e), Math.sin(e)];
  const density = 0.00045 + 0.006 * haze * haze + 0.0035 * rain;
  const common = { towards, density };
  if (light === 'night')
    return {
      ...common,
      direct: [0, 0, 0],
      above: [0.29, 0.29, 0.31],
      below: [0.15, 0.14, 0.13],
      zenith: [16, 19, 30],
      horizon: [56, 53, 56],
      ground: [26, 25, 25],
      shadow: 0,
      air: [38, 36, 40],
      night: true,
    };
  if (light === 'dusk')
    return {
      ...common,
      direct: [0.16, 0.1, 0.05],
      above: [0.4, 0.41, 0.47],
      below: [0.2, 0.19, 0.18],
      zenith: [74, 88, 122],
      horizon: [186, 152, 132],
      ground: [56, 54, 54],
      shadow: 0.1,
      air: [126, 116, 118],
      night: false,
    };
  const bright = light === 'day' ? 1 - 0.75 * rain : 0;
  const warm = Math.min(1, Math.max(0, (sun.elevation - 8) / 40));
  return {
    ...common,
    direct: scaled([0.72, 0.62 + 0.08 * warm, 0.46 + 0.18 * warm], bright),
    above: bright > 0.3 ? [0.56, 0.6, 0.66] : [0.84, 0.86, 0.88],
    below: bright > 0.3 ? [0.36, 0.35, 0.33] : [0.4, 0.4, 0.39],
    zenith: bright > 0.3 ? [104, 148, 204] : [188, 194, 200],
    horizon: bright > 0.3 ? [208, 220, 228] : [214, 218, 220],
    ground: [104, 102, 98],
    shadow: 0.1 + 0.46 * bright,
    air: bright > 0.3 ? [196, 208, 218] : [196, 200, 204],
    night: false,
  };
}

/** The same light with a lamp at `lamp` shining on a place: `level` at that place. */
export function litBy(light: Light, lamp: Vec3, place: Vec3, level: Level): Light {
  return {
    ...light,
    towards: unit(subtract(lamp, place)),
    direct: level,
    above: [light.above[0] + level[0] * 0.25, light.above[1] + level[1] * 0.25, light.above[2] + level[2] * 0.25],
    below: [light.below[0] + level[0] * 0.2, light.below[1] + level[1] * 0.2, light.below[2] + level[2] * 0.2],
    ground: [light.ground[0] + 60 * level[0], light.ground[1] + 55 * level[1], light.ground[2] + 45 * level[2]],
  };
}

export const mix = (a: Rgb, b: Rgb, share: number): Rgb => [
  a[0] + (b[0] - a[0]) * share,
  a[1] + (b[1] - a[1]) * share,
  a[2] + (b[2] - a[2]) * share,
];

/** Share of the air's colour over something at this distance, metres. */
export const veil = (light: Light, depth: number): number => 1 - Math.exp(-light.density * Math.max(0, depth));

/** What a mirror in this direction shows: sky, a dark band of what stands around, the ground. */
function mirrored(light: Light, direction: Vec3): Rgb {
  const z = direction[2];
  if (z > 0.32) return mix(light.horizon, light.zenith, Math.min(1, (z - 0.32) * 1.4));
  if (z > 0.02) return mix(mix(light.ground, light.horizon, 0.25), light.horizon, Math.max(0, (z - 0.16) / 0.16));
  return mix(mix(light.ground, light.horizon, 0.25), light.ground, Math.min(1, (0.02 - z) * 6));
}

/**
 * The colour that a surface shows.
 * @param outward its direction, of length 1. @param view unit vector from the surface to the camera.
 */
export function shade(light: Light, rgb: Rgb, outward: Vec3, view: Vec3, finish: Face['finish']): Rgb {
  const up = 0.5 + 0.5 * outward[2];
  const facing = Math.max(0, dot(outward, light.towards));
  const level = (i: 0 | 1 | 2) =>
    (light.below[i] + (light.above[i] - light.below[i]) * up + light.direct[i] * facing) * 0.92;
  const matte: Rgb = [rgb[0] * level(0), rgb[1] * level(1), rgb[2] * level(2)];
  if (finish === 'matte' || finish === 'flat') return matte;
  const cos = Math.max(0, dot(outward, view));
  const rim = (1 - cos) ** 4;
  const share = finish === 'glass' ? 0.09 + 0.55 * rim : 0.07 + 0.5 * rim;
  const away = subtract(times(outward, 2 * cos), view);
  const shown = mix(matte, mirrored(light, away), share);
  const glint = Math.max(0, dot(away, light.towards)) ** 40 * (finish === 'glass' ? 190 : 150);
  return [shown[0] + glint * light.direct[0], shown[1] + glint * light.direct[1], shown[2] + glint * light.direct[2]];
}
