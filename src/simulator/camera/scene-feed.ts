// A scene as the pictures of a camera: at each due time the picture of that moment, one after the other, never two at
// once and never late ones: what was missed is left out. The faults of its script happen here.
import { type Cancel, type Clock, every } from '../../runtime/clock.ts';
import { type Frame, isActive } from '../scene/picture/faults.ts';
import { type Scenario, sizeOf, withChanges } from '../scene/scenario.ts';
import { openScene, type Scene } from '../scene/scene.ts';
import { type Shot, shoot } from '../scene/shoot.ts';

/** Traffic up to the moment has to be gone through: more than this many seconds of it take longer than anyone waits. */
const longestCatchUp = 120;

/** What every picture says in its corner, in both languages: whoever sees it shall know that it was drawn. */
const label = 'SIMULATED · MÔ PHỎNG';

export interface SceneChanges {
  readonly seed?: number | undefined;
  readonly light?: string | undefined;
  readonly size?: string | undefined;
}

/** The scenario as a camera of the site shows it: with its changes, its label, and no wider than is wanted. */
export function asCamera(scenario: Scenario, changes: SceneChanges, maxWidth: number): Scenario {
  const changed = withChanges(scenario, changes);
  const caption = changed.caption === undefined ? label : `${label} · ${changed.caption}`;
  const { width, height } = sizeOf(changed);
  const scale = Math.min(1, maxWidth / width);
  const even = (side: number) => 2 * Math.max(1, Math.floor((side * scale) / 2));
  return { ...changed, caption, size: `${even(width)}x${even(height)}` };
}

export interface SceneFeedOptions {
  readonly scenario: Scenario;
  /** Pictures a second. */
  readonly fps: number;
  /** When the scene began, on the monotonic clock: it goes on where it would be by now. */
  readonly sinceMs: number;
  readonly clock: Clock;
  readonly onPicture: (frame: Frame) => void;
  /** Nobody may connect to the camera now. */
  readonly onRefused: () => void;
}

interface Turn {
  readonly number: number;
  readonly scene: Scene;
  readonly take: (frame: number, seconds: number) => Shot;
}

/** When the scenario is over the next turn begins, with the next seed. */
export function feedScene(options: SceneFeedOptions): Cancel {
  const { scenario, fps, clock, onPicture, onRefused } = options;
  const turnOf = (number: number): Turn => {
    const scene = openScene(scenario, scenario.seed + number);
    return { number, scene, take: shoot(scene) };
  };
  let since = options.sinceMs;
  let turn: Turn | undefined;
  let frame = 0;
  return every(
    clock,
    1000 / fps,
    () => {
      let ms = Math.max(0, clock.monotonicMs() - since);
      let number = Math.floor(ms / scenario.duration);
      if (!turn && ms - number * scenario.duration > longestCatchUp * 1000) {
        number++;
        since = clock.monotonicMs() - number * scenario.duration;
        ms = number * scenario.duration;
      }
      if (turn?.number !== number) turn = turnOf(number);
      const at = ms - number * scenario.duration;
      if (scenario.faults.some((f) => f.kind === 'refused' && isActive(f, at))) {
        onRefused();
        return;
      }
      const picture = turn.take(frame++, at / 1000).picture();
      if (picture) onPicture(picture);
    },
    0,
  );
}
