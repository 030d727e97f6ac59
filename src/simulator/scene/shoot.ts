// A scene as its camera delivers it: each moment with its truth and its picture, spoilt where the scenario says so.

import { cameraAt, createFaults, type Frame, isSent } from './picture/faults.ts';
import { createPainter, type Painter } from './picture/painter.ts';
import type { Pinhole } from './pinhole.ts';
import type { Scene } from './scene.ts';
import { createTruth, type TruthFrame } from './truth.ts';
import type { Moment } from './world.ts';

export interface Shot {
  readonly moment: Moment;
  readonly truth: TruthFrame;
  /** Undefined where the camera does not send this frame. Its pixels are drawn over by the next one. */
  readonly picture: () => Frame | undefined;
}

interface Eye {
  readonly camera: Pinhole;
  readonly truthAt: ReturnType<typeof createTruth>;
  painter?: Painter;
}

/** @returns the frame of a number and its time in seconds; times never go back. */
export function shoot(scene: Scene, riders = false): (frame: number, seconds: number) => Shot {
  const { scenario, site } = scene;
  const { faults, seed } = scenario;
  // A camera that somebody turned looks from another side for a while: one painter for each view.
  const eyes = new Map<string, Eye>();
  const eyeAt = (ms: number): Eye => {
    const camera = cameraAt(scene.camera, faults, ms);
    const key = `${camera.options.yaw} ${camera.options.tilt}`;
    const eye = eyes.get(key) ?? { camera, truthAt: createTruth({ plan: site.plan, camera, riders }) };
    eyes.set(key, eye);
    return eye;
  };
  const spoil = createFaults(faults, seed);
  return (frame, seconds) => {
    const moment = scene.at(seconds);
    const ms = seconds * 1000;
    const eye = eyeAt(ms);
    return {
      moment,
      truth: eye.truthAt(moment, frame),
      picture: () => {
        if (!isSent(faults, ms, seed)) return undefined;
        eye.painter ??= painterOf(scene, eye.camera);
        const { width, height } = eye.camera;
        return spoil({ pixels: eye.painter.paint(moment), width, height }, ms);
      },
    };
  };
}

/** What a burnt-in clock shows at the first frame, so that it suits the light: UTC milliseconds, shown in Vietnam's time. */
const clockAt = {
  day: Date.UTC(2026, 2, 20, 2, 30),
  overcast: Date.UTC(2026, 2, 20, 8, 5),
  dusk: Date.UTC(2026, 2, 20, 11, 5),
  night: Date.UTC(2026, 2, 20, 14, 20),
} as const;

/** The painter of a scene as its camera sees it, or another one. */
export function painterOf({ site, conditions, scenario, camera: own }: Scene, camera: Pinhole = own): Painter {
  const { caption, seed } = scenario;
  const burntIn = caption === undefined ? {} : { caption: { name: caption, startMs: clockAt[conditions.light] } };
  return createPainter({ plan: site.plan, camera, conditions, seed, ...burntIn });
}
