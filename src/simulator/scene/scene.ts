// A scenario that runs: its place, its camera, and who is where at each moment.
import { seededRandom } from '../random.ts';
import { step, Traffic } from './behaviour/traffic.ts';
import { Pinhole } from './pinhole.ts';
import type { Site, View } from './plan/site.ts';
import { type SiteName, sites } from './plan/table.ts';
import { type Scenario, sizeOf } from './scenario.ts';
import { directorOf } from './script/direct.ts';
import type { Happening } from './watch/happening.ts';
import { observe } from './watch/watch.ts';
import type { Conditions, Moment } from './world.ts';

export interface Scene {
  readonly scenario: Scenario;
  readonly site: Site;
  readonly camera: Pinhole;
  readonly conditions: Conditions;
  /** @param seconds since the beginning, never less than before. */
  at(seconds: number): Moment;
  /** What has happened so far, by the scenario's watches; what is still going on ends where `at` was asked for last. */
  violations(): readonly Happening[];
}

/** @param seed takes the place of the scenario's own. The same scenario and seed give the same scene. */
export function openScene(scenario: Scenario, seed = scenario.seed): Scene {
  const site = sites[scenario.place as SiteName](seededRandom(seed ^ 0x5eed));
  const traffic = new Traffic({
    site,
    rates: scenario.traffic,
    seed,
    warmUp: scenario.warmUp / 1000,
    heldOutShapes: scenario.shapes === 'held-out',
    direct: directorOf(scenario.script, site, seed, scenario.warmUp / 1000),
  });
  const observer = observe(scenario.watch, site);
  let watched = 0;
  return {
    scenario,
    site,
    camera: cameraOf(scenario, site),
    conditions: conditionsOf(scenario),
    at(seconds) {
      for (; watched * step <= seconds + 1e-9; watched++) observer.see(traffic.at(watched * step));
      return traffic.at(seconds);
    },
    violations: () => observer.all(),
  };
}

/** The view named, with what the scenario says instead. */
function cameraOf(scenario: Scenario, site: Site): Pinhole {
  const { view, position, yaw, tilt, focal, distortion } = scenario.camera;
  const named: View = (view ? site.views[view] : undefined) ?? Object.values(site.views)[0]!;
  const { width, height } = sizeOf(scenario);
  return new Pinhole({
    position: position ?? named.position,
    yaw: yaw ?? named.yaw,
    tilt: tilt ?? named.tilt,
    focal: (focal ?? named.focal) * width,
    distortion: distortion ?? named.distortion ?? 0,
    width,
    height,
  });
}

/** Noise and exposure follow the light where nothing else is said: a camera opens its shutter longer in the dark. */
function conditionsOf({ conditions: c }: Scenario): Conditions {
  const dark = { day: 0, overcast: 0.25, dusk: 0.7, night: 1 }[c.light];
  return {
    light: c.light,
    sun: c.sun,
    rain: c.rain,
    haze: c.haze,
    noise: c.noise ?? 2 + 5 * dark,
    exposure: (c.exposure ?? 4 + 16 * dark) / 1000,
  };
}
