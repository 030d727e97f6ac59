// Wind over a window: the mean of the vectors, because half of the wind from 350° and half from 10° comes from 0° and not
// from 180°. Speeds and directions that were read together belong together.
import type { Span } from './length.ts';
import type { Series } from './series.ts';

export interface WindValue {
  /** Pairs that it is made of. */
  readonly count: number;
  /** Where the mean vector comes from, degrees, 0 to 360; null in a calm or without pairs. */
  readonly direction: number | null;
  /** Length of the mean vector, in the unit of the speed. */
  readonly vectorSpeed: number | null;
  /** Vector over scalar speed, 0 (from everywhere) to 1 (from one direction). */
  readonly steadiness: number | null;
}

const radians = Math.PI / 180;
/** Below this share of the mean speed the vectors cancel out, and what is left has no direction. */
const calm = 1e-6;

export function windOf(speeds: Series, directions: Series, span: Span): WindValue {
  let count = 0;
  let x = 0;
  let y = 0;
  let sum = 0;
  const end = directions.indexOf(span.to);
  for (let i = directions.indexOf(span.from); i < end; i++) {
    if (!directions.counts(i)) continue;
    const at = directions.time(i);
    const j = speeds.indexOf(at);
    if (j >= speeds.length || speeds.time(j) !== at || !speeds.counts(j)) continue;
    const speed = speeds.value(j);
    const direction = directions.value(i) * radians;
    count++;
    sum += speed;
    x += speed * Math.sin(direction);
    y += speed * Math.cos(direction);
  }
  if (count === 0) return { count, direction: null, vectorSpeed: null, steadiness: null };
  const length = Math.hypot(x, y);
  const hasDirection = sum > 0 && length > calm * sum;
  const degrees = Math.atan2(x, y) / radians;
  return {
    count,
    direction: hasDirection ? (degrees + 360) % 360 : null,
    vectorSpeed: length / count,
    steadiness: sum > 0 ? length / sum : null,
  };
}
