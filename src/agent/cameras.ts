// The cameras of a site, each with the detectors that it shares with others.
import type { Logger } from '../runtime/logger.ts';
import { Camera } from '../vision/camera.ts';
import type { CameraOptions } from '../vision/camera-options.ts';
import { weightOf } from '../vision/config.ts';
import type { Detector } from '../vision/detect/detector.ts';
import { viewFileOf } from '../vision/picture/other-views.ts';
import { secondModelsOf } from '../vision/second-looks.ts';
import type { Site } from './config.ts';
import { standInWiring } from './scenes.ts';

export type Shared = Omit<CameraOptions, 'config' | 'detector' | 'secondModels' | 'logger' | 'viewFile'> & {
  /** Files of the scenarios of drawn cameras, by the name in the site file. */
  readonly scenes: ReadonlyMap<string, string>;
  /** The data folder. */
  readonly data: string;
  readonly loggerOf: (camera: string) => Logger;
};

/** @throws where a model of a camera is not among the detectors: the site was not checked. */
export function camerasOf(
  site: Site,
  detectors: ReadonlyMap<string, Detector>,
  { loggerOf, data, scenes, ...shared }: Shared,
): Camera[] {
  return site.cameras.map((config) => {
    const detector = detectors.get(config.model);
    if (!detector) throw new Error(`camera ${config.id}: model ${config.model} is not loaded`);
    const secondModels = new Map(
      secondModelsOf(config).flatMap((id) => {
        const second = detectors.get(id);
        return second ? [[id, second] as const] : [];
      }),
    );
    const viewFile = viewFileOf(data, config.id);
    const own = { config, detector, secondModels, viewFile, logger: loggerOf(config.id) };
    return new Camera({ ...shared, ...own, ...standInWiring(config, scenes, shared.send) });
  });
}

/** What part of a detector's time each camera gets, by its id. */
export function weightsOf(cameras: Site['cameras']): (camera: string) => number {
  const weights = new Map(cameras.map((camera) => [camera.id, weightOf(camera)]));
  return (camera) => weights.get(camera) ?? 1;
}
