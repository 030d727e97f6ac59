// The example of a city street as TALQ, for tests.
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { dayOf } from '../../../runtime/calendar/local-time.ts';
import type { RawLighting } from '../programs.ts';
import { writeTalq } from '../write.ts';

export const example = (
  parse(readFileSync(new URL('../../../../config/examples/lighting-calendar.yaml', import.meta.url), 'utf8')) as {
    lighting: RawLighting;
  }
).lighting;
export const options = {
  gateway: { id: 'qn-hl-001', name: 'Bãi Cháy' },
  horizon: { from: dayOf('2026-01-01'), to: dayOf('2027-12-31') },
};
/** As it goes over the wire. */
export const written = (site: RawLighting) =>
  JSON.parse(JSON.stringify(writeTalq(site, options).document)) as ReturnType<typeof writeTalq>['document'];
