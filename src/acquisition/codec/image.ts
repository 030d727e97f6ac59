// A whole device as registers, from the values of its points and back: for simulated devices and for the examples by
// which a profile tests itself.
import type { RegisterImage, Table } from '../../fieldbus/image.ts';
import { compileDerived } from '../expression/compute.ts';
import type { Point } from '../point.ts';
import type { DeviceProfile, ProfileExample } from '../profile.ts';
import { isBitTable, isInteger, widthOf } from '../types.ts';
import { bad, type Decoded, decoder } from './decode.ts';
import { encodeRaw, encoder, type Value } from './encode.ts';

type MutableImage = {
  coil: Map<number, boolean>;
  discrete: Map<number, boolean>;
  input: Map<number, number>;
  holding: Map<number, number>;
};

const emptyImage = (): MutableImage => ({ coil: new Map(), discrete: new Map(), input: new Map(), holding: new Map() });

/** What a point shall read as; `{ raw }` puts a number into the registers as it is, for example a sentinel. */
export type Shown = Value | { readonly raw: number };

/**
 * The registers of a device whose points have these values. Points that are not named are 0, false or empty, so the
 * device has every register of its profile and none beside.
 * @throws HaidangError (`configuration`, `not-encodable`) for a value its point cannot hold, or a name it does not know.
 */
export function imageOf(profile: DeviceProfile, values: Readonly<Record<string, Shown>>): RegisterImage {
  const image = emptyImage();
  for (const point of profile.points) {
    const { table, address } = point.register;
    const shown = values[point.name];
    let cells: readonly (number | boolean)[];
    if (shown === undefined) cells = Array.from({ length: widthOf(point) }, () => (isBitTable(table) ? false : 0));
    else if (typeof shown === 'object') cells = encodeRaw(point, profile.order, shown.raw);
    else cells = encoder(point, profile.order)(shown);
    for (const [i, cell] of cells.entries()) {
      const at = address + i;
      // Two points may look at one register; the one that is named decides.
      if (shown === undefined && image[table].has(at)) continue;
      if (table === 'coil' || table === 'discrete') image[table].set(at, Boolean(cell));
      // Bits of one register are points of their own.
      else image[table].set(at, Number(cell) | (isPart(point) ? (image[table].get(at) ?? 0) : 0));
    }
  }
  return image;
}

const isPart = (point: Point) => point.type === 'bit' || (point.bits !== undefined && isInteger(point.type));

/** What the points of a device read as; a point whose registers are not all there is `bad:illegal-address`. */
export function valuesOf(profile: DeviceProfile, image: RegisterImage): Record<string, Decoded> {
  const { order, identity } = profile;
  const values = Object.fromEntries(
    profile.points.map((point) => {
      const { table, address } = point.register;
      const cells = Array.from({ length: widthOf(point) }, (_, i) => image[table].get(address + i));
      const whole = cells.every((cell) => cell !== undefined);
      const decode = decoder(point, order, identity.verified);
      return [point.name, whole ? decode(cells as number[], 0) : bad('illegal-address')];
    }),
  );
  for (const { name, inputs, compute } of compileDerived(profile)) {
    values[name] = compute(inputs.map((input) => values[input] ?? bad('source')));
  }
  return values;
}

/** The registers that an example of a profile writes down. */
export function imageOfExample(example: ProfileExample): RegisterImage {
  const image = emptyImage();
  for (const table of ['coil', 'discrete', 'input', 'holding'] as const satisfies readonly Table[]) {
    for (const [from, text] of Object.entries(example[table] ?? {})) {
      for (const [i, word] of text.split(' ').entries()) {
        if (table === 'coil' || table === 'discrete') image[table].set(Number(from) + i, word === '1');
        else image[table].set(Number(from) + i, Number.parseInt(word, 16));
      }
    }
  }
  return image;
}
