import type { Table } from '../fieldbus/image.ts';
import { type Decode, decoder } from './codec/decode.ts';
import { type Encode, encoder } from './codec/encode.ts';
import type { Point } from './point.ts';
import type { DeviceProfile } from './profile.ts';
import { type PollClass, widthOf } from './types.ts';

/** A point of a profile with everything resolved that can be before the first poll. */
export interface CompiledPoint {
  readonly name: string;
  readonly point: Point;
  readonly class: PollClass;
  readonly table: Table;
  readonly address: number;
  readonly width: number;
  readonly unit: string | undefined;
  readonly decode: Decode;
  readonly encode: Encode;
}

/** @param isTrusted the site vouches for a profile that is not verified: what it reads is as good as any. */
export function compilePoints(profile: DeviceProfile, isTrusted = false): CompiledPoint[] {
  const isVerified = profile.identity.verified || isTrusted;
  return profile.points.map((point) => ({
    name: point.name,
    point,
    class: point.class,
    table: point.register.table,
    address: point.register.address,
    width: widthOf(point),
    unit: point.unit,
    decode: decoder(point, profile.order, isVerified),
    encode: encoder(point, profile.order),
  }));
}
