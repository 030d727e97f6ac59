// A calibrated camera for tests.
import { calibrationSchema } from '../calibration/config.ts';
import { groundOf } from '../calibration/ground.ts';
import { picture } from './walk.ts';

/** One pixel is a tenth of a metre, wherever: a camera straight above. North is up: y of the ground is below 0. */
export const ground = groundOf(
  calibrationSchema.parse({
    points: [
      [0, 0],
      [1, 0],
      [1, 1],
      [0, 1],
    ].map(([u, v]) => ({ image: [u, v], ground: [100 * u!, -50 * v!] })),
    accuracy: 0,
  }),
  picture.width,
  picture.height,
)!;
