// A second opinion on the sun: astronomy-engine (VSOP87, nutation, aberration, topocentric), which shares nothing with
// sun.ts. An instant that sun.ts gives is held against the height at which the sun then really stands.
import { Body, Equator, Horizon, Observer } from 'astronomy-engine';
import { type Position, type SunEvent, solarNoon, sunEvent, sunEvents } from '../sun.ts';

/** Height of the sun's centre above the horizon, degrees, without refraction. */
function heightAt({ latitude, longitude }: Position, ms: number): number {
  const observer = new Observer(latitude, longitude, 0);
  const date = new Date(ms);
  const { ra, dec } = Equator(Body.Sun, date, observer, true, true);
  return Horizon(date, observer, ra, dec).altitude;
}

/** What each event means, degrees: the upper edge on the horizon with 34' of refraction, and civil twilight. */
const heightOf: Readonly<Record<SunEvent, number>> = {
  'civil-dawn': -6,
  sunrise: -0.833,
  sunset: -0.833,
  'civil-dusk': -6,
};

const dayMs = 86_400_000;
const nearMs = 5000;
/** A sun that moves less than this, degrees a second, grazes the height: there no second is worth anything. */
const grazing = 0.0005;

export interface Difference {
  readonly event: SunEvent;
  readonly noonMs: number;
  /** Seconds that we are late (negative: early); undefined where the sun grazes the height, or stays on one side. */
  readonly seconds?: number;
  /** Degrees that the sun stands above (negative: under) the height, where no second can be said. */
  readonly degrees?: number;
}

/** The differences of one solar day. Where we say that there is no such event, by how much the sun contradicts (0: not). */
export function differencesOf(place: Position, noonMs: number): Difference[] {
  return sunEvents.map((event) => {
    const moment = sunEvent(place, noonMs, event);
    const height = heightOf[event];
    if (moment.kind === 'at') {
      const above = heightAt(place, moment.ms) - height;
      const later = heightAt(place, moment.ms + nearMs) - height;
      const perSecond = (later - above) / (nearMs / 1000);
      if (Math.abs(perSecond) < grazing) return { event, noonMs, degrees: above };
      return { event, noonMs, seconds: above / perSecond };
    }
    const side = event === 'sunset' || event === 'civil-dusk' ? 1 : -1;
    const noon = solarNoon(place, noonMs);
    const highest = heightAt(place, noon) - height;
    const lowest = heightAt(place, noon + (side * dayMs) / 2) - height;
    return { event, noonMs, degrees: moment.kind === 'always-up' ? Math.min(0, lowest) : Math.max(0, highest) };
  });
}
