import type { Table } from '../fieldbus/image.ts';
import { type Decode, decoder } from './codec/decode.ts';
import { type Encode, encoder } from './codec/encode.ts';
import { type Point, type PollClass, widthOf } from './point.ts';
import type { DeviceProfile } from './profile.ts';

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

export function compilePoints(profile: DeviceProfile): CompiledPoint[] {
  return profile.points.map((point) => ({
    name: point.name,
    point,
    class: point.class,
    table: point.register.table,
    address: point.register.address,
    width: widthOf(point),
    unit: point.unit,
    decode: decoder(point, profile.order),
    encode: encoder(point, profile.order),
  }));
}
