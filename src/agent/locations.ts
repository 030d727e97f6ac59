// Where the things that a gateway speaks of stand, for the map of the centre. A camera or a device without a position of
// its own stands where its gateway stands; of a lamp that is not assumed, a gateway may hold the lamps of a whole town.
import type { Position } from '../runtime/schema.ts';
import type { GeoPoint } from '../uplink/envelope.ts';
import type { Site } from './config.ts';

/** Places by subject (`camera/gate`). */
export function locationsOf(site: Site): ReadonlyMap<string, GeoPoint> {
  const { gateway, cameras, devices, inputs, lighting } = site;
  const here = pointOf(gateway.position);
  const own = (position: Position | undefined) => (position ? pointOf(position) : here);
  const { lamps = [], cabinets = [] } = lighting ?? {};
  return new Map([
    ...cameras.map((c) => [`camera/${c.id}`, own(c.position)] as const),
    ...devices.map((d) => [`device/${d.id}`, own(d.position)] as const),
    // A receiver of satellite positions says itself where it is.
    ...inputs.filter((i) => i.kind !== 'nmea0183').map((i) => [`device/${i.id}`, here] as const),
    ...cabinets.flatMap((c) => (c.position ? [[`cabinet/${c.id}`, pointOf(c.position)] as const] : [])),
    ...lamps.flatMap((l) => (l.position ? [[`lamp/${l.id}`, pointOf(l.position)] as const] : [])),
  ]);
}

/** GeoJSON (RFC 7946): longitude first, degrees of WGS 84. */
const pointOf = ({ latitude, longitude }: Position): GeoPoint => ({
  type: 'Point',
  coordinates: [longitude, latitude],
});
