// From pixels to metres on the ground and back, for a picture of a certain size.
import type { Point } from '../../domain/detection.ts';
import type { Calibration } from './config.ts';
import { apply, homographyOf, inverse, type Matrix } from './homography.ts';

export interface Ground {
  /** The spot of the ground that a pixel shows, metres; undefined at and above the horizon. */
  toGround(pixel: Point): Point | undefined;
  /** The pixel that shows a spot of the ground, or one `height` metres above it; undefined behind the camera. */
  toPicture(spot: Point, height?: number): Point | undefined;
  /** Whether `toPicture` knows heights: only where the camera itself is described, not by points of the ground. */
  readonly knowsHeights: boolean;
  /** How far the spot moves, metres, when its pixel moves by one: at worst over all directions. */
  metresPerPixel(pixel: Point): number;
  /** Relative error of all lengths by the calibration itself, one standard deviation. */
  readonly scaleError: number;
}

/** Weight below which a point counts as being on the horizon. */
const horizon = 1e-6;

/** @returns undefined where the calibration's points do not say enough (`checkCalibration` tells why). */
export function groundOf(calibration: Calibration, width: number, height: number): Ground | undefined {
  return 'camera' in calibration ? byCamera(calibration, width, height) : byPoints(calibration, width, height);
}

function byPoints(c: Extract<Calibration, { points: unknown }>, width: number, height: number): Ground | undefined {
  const there = homographyOf(
    c.points.map(({ image: [u, v], ground: [x, y] }) => ({
      picture: { x: u * width, y: v * height },
      ground: { x, y },
    })),
  );
  const back = there && inverse(there);
  if (!there || !back) return undefined;
  const same = (p: Point) => p;
  return planar(there, back, same, same, c.accuracy);
}

function byCamera(c: Extract<Calibration, { camera: unknown }>, width: number, height: number): Ground | undefined {
  const { camera } = c;
  const [px, py] = camera.position;
  const rad = Math.PI / 180;
  const [yaw, tilt, roll] = [camera.yaw * rad, camera.tilt * rad, camera.roll * rad];
  const forward = [Math.sin(yaw) * Math.cos(tilt), Math.cos(yaw) * Math.cos(tilt), -Math.sin(tilt)] as const;
  const right = [Math.cos(yaw), -Math.sin(yaw), 0] as const;
  const up = [
    right[1] * forward[2] - right[2] * forward[1],
    right[2] * forward[0] - right[0] * forward[2],
    right[0] * forward[1] - right[1] * forward[0],
  ] as const;
  const [cos, sin] = [Math.cos(roll), Math.sin(roll)];
  const across = right.map((r, i) => cos * r + sin * up[i]!);
  const upward = up.map((u, i) => cos * u - sin * right[i]!);
  const rowOf = (axis: readonly number[], z: number) => [
    axis[0]!,
    axis[1]!,
    -axis[0]! * px - axis[1]! * py - axis[2]! * (camera.height - z),
  ];
  // Picture coordinates in focal lengths from the middle, y up, before the lens bends them.
  const at = (z: number) => [across, upward, forward].flatMap((axis) => rowOf(axis, z)) as unknown as Matrix;
  const there = at(0);
  const back = inverse(there);
  if (!back) return undefined;
  const focal = camera.focal * width;
  const k = camera.distortion;
  const toPixel = ({ x, y }: Point): Point => {
    const bent = k === 0 ? 1 : 2 / (1 + Math.sqrt(Math.max(0, 1 - 4 * k * (x * x + y * y))));
    return { x: width / 2 + focal * bent * x, y: height / 2 - focal * bent * y };
  };
  const fromPixel = (p: Point): Point => {
    const [u, v] = [(p.x - width / 2) / focal, (height / 2 - p.y) / focal];
    const straight = 1 / (1 + k * (u * u + v * v));
    return { x: u * straight, y: v * straight };
  };
  return planar(there, back, toPixel, fromPixel, c.accuracy, at);
}

/** @param at the matrix of the plane at a height, where it is known. */
function planar(
  there: Matrix,
  back: Matrix,
  toPixel: (p: Point) => Point,
  fromPixel: (p: Point) => Point,
  scaleError: number,
  at?: (z: number) => Matrix,
): Ground {
  const toGround = (pixel: Point): Point | undefined => {
    const spot = apply(back, fromPixel(pixel));
    return apply(there, spot).w > horizon && Number.isFinite(spot.x) ? { x: spot.x, y: spot.y } : undefined;
  };
  return {
    toGround,
    toPicture: (spot, z = 0) => {
      const p = apply(z === 0 || !at ? there : at(z), spot);
      return p.w > horizon ? toPixel(p) : undefined;
    },
    knowsHeights: at !== undefined,
    metresPerPixel: (pixel) => {
      const [here, beside, below] = [
        toGround(pixel),
        toGround({ x: pixel.x + 0.5, y: pixel.y }),
        toGround({ x: pixel.x, y: pixel.y + 0.5 }),
      ];
      if (!here || !beside || !below) return Number.POSITIVE_INFINITY;
      return (
        2 * Math.max(Math.hypot(beside.x - here.x, beside.y - here.y), Math.hypot(below.x - here.x, below.y - here.y))
      );
    },
    scaleError,
  };
}
