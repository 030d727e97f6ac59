// How a camera's pixels are related to metres on the ground: by points that somebody measured, or by how the camera hangs.
import { z } from 'zod';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Path } from '../../runtime/document/problem.ts';
import { point } from '../rules/points.ts';
import { groundOf } from './ground.ts';

const metres = z.number().min(-5000).max(5000);
const spot = z.tuple([metres, metres]).describe('[x, y] on the ground, metres, in any frame of right angles.');

const accuracy = z
  .number()
  .min(0)
  .max(0.5)
  .default(0.03)
  .describe('How well it was measured, as a share (0.03: 3 %). It becomes part of the uncertainty of every speed.');

const known = z
  .array(
    z.strictObject({
      from: point.describe('One end, in the picture.'),
      to: point.describe('The other end, in the picture.'),
      metres: z.number().min(0.3).max(500).describe('Its true length, metres.'),
    }),
  )
  .max(20)
  .default([])
  .describe('Lengths on the ground that are known (a lane, a zebra): the calibration is held against them.');

const byPoints = z.strictObject({
  points: z
    .array(
      z.strictObject({
        image: point.describe('Where the spot is in the picture.'),
        ground: spot.describe('Where it is on the ground.'),
      }),
    )
    .min(4)
    .max(40)
    .describe('At least four spots of the road, no three of them on one line, spread over what is watched.'),
  known,
  accuracy,
});

const byCamera = z.strictObject({
  camera: z
    .strictObject({
      height: z.number().min(1).max(100).describe('Of the lens above the road, metres.'),
      tilt: z.number().min(1).max(89).describe('How far it looks down, degrees.'),
      focal: z
        .number()
        .min(0.2)
        .max(20)
        .describe("Focal length as a share of the picture's width; 0.87 sees 60 degrees."),
      roll: z
        .number()
        .min(-45)
        .max(45)
        .default(0)
        .describe('Degrees by which the camera is turned clockwise around its axis.'),
      distortion: z
        .number()
        .min(-0.5)
        .max(0)
        .default(0)
        .describe('Barrel distortion of the lens: 0 none, -0.25 strong.'),
      yaw: z
        .number()
        .min(-360)
        .max(360)
        .default(0)
        .describe('Of the axis, degrees clockwise from the y axis of the ground.'),
      position: spot.default([0, 0]).describe('The ground under the camera, metres.'),
    })
    .describe('How the camera hangs and what its lens is.'),
  known,
  accuracy,
});

export const calibrationSchema = z
  .union([byPoints, byCamera])
  .describe('How pixels are related to metres on the ground. Speeds, densities and the anchor "ground" need it.');
export type Calibration = z.output<typeof calibrationSchema>;

/** Of the points against their own fit, as a share of the spread of the points; and of known lengths. */
const worstReprojection = 0.02;
const worstLength = 0.08;

/** Why a calibration is not to be believed; empty where it is. `path` from the calibration. */
export function checkCalibration(c: Calibration): { readonly path: Path; readonly message: Message }[] {
  // Errors are shares of the picture's width; 16:9 is as good as any for that.
  const [width, height] = [1, 9 / 16];
  const ground = groundOf(c, width, height);
  if (!ground) return [{ path: 'points' in c ? ['points'] : ['camera'], message: message('rules.calibration-flat') }];
  const found: { path: Path; message: Message }[] = [];
  if ('points' in c) {
    const errors = c.points.map(({ image: [u, v], ground: [x, y] }) => {
      const p = ground.toPicture({ x, y });
      return p ? Math.hypot(p.x - u * width, p.y - v * height) : Number.POSITIVE_INFINITY;
    });
    const worst = errors.indexOf(Math.max(...errors));
    if (errors[worst]! > worstReprojection) {
      const params = { n: worst + 1, percent: percent(errors[worst]!), limit: percent(worstReprojection) };
      found.push({ path: ['points', worst], message: message('rules.calibration-reprojection', params) });
    }
  }
  c.known.forEach(({ from, to, metres: length }, i) => {
    const [a, b] = [from, to].map(([u, v]) => ground.toGround({ x: u * width, y: v * height }));
    if (!a || !b) {
      found.push({ path: ['known', i], message: message('rules.calibration-horizon') });
      return;
    }
    const measured = Math.hypot(a.x - b.x, a.y - b.y);
    if (Math.abs(measured / length - 1) <= worstLength) return;
    const params = { length, measured: measured.toFixed(2), limit: percent(worstLength) };
    found.push({ path: ['known', i], message: message('rules.calibration-length', params) });
  });
  return found;
}

const percent = (share: number) => (Number.isFinite(share) ? Math.round(share * 1000) / 10 : 100);
