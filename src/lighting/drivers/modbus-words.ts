// What the drivers of Modbus lamps have in common: where a lamp hangs, and reading few registers by few requests.
import { z } from 'zod';
import { durationSchema, idSchema } from '../../runtime/schema.ts';
import type { Ask, How } from './driver.ts';

export const registerSchema = z.int().min(0).max(65535);
export const tableSchema = z.enum(['holding', 'input']);
const readFunction = { holding: 3, input: 4 } as const;
/** Registers that are no further apart are read by one request. */
const readTogether = 16;

/** Where it hangs. */
export const where = {
  line: idSchema.describe('Id of the line (under "lines") the lamp hangs on.'),
  unit: z.int().min(1).max(247).describe('Modbus address of the device, 1 to 247.'),
};

/** How near and how soon it follows. */
export function obedience(settle: string, tolerance: number) {
  return {
    tolerance: z
      .number()
      .min(0.5)
      .max(30)
      .prefault(tolerance)
      .describe('How far the fed back level may be from the commanded one, in percentage points.'),
    settle: durationSchema({ minMs: 0, maxMs: 300_000 })
      .prefault(settle)
      .describe('How long the lamp takes to reach a new level (its fade time, with some reserve).'),
  };
}

/** Reads registers of one table: by one request where they stand near each other, else one by one. */
export async function readWords(
  ask: Ask,
  from: { readonly unit: number; readonly table: 'holding' | 'input' },
  addresses: readonly number[],
  how: How,
): Promise<number[]> {
  const { unit, table } = from;
  const read = async (address: number, count: number) =>
    (await ask({ unit, function: readFunction[table], address, count }, how)).registers;
  const first = Math.min(...addresses);
  const count = Math.max(...addresses) - first + 1;
  if (count <= readTogether) {
    const registers = await read(first, count);
    return addresses.map((a) => registers[a - first] ?? Number.NaN);
  }
  const words: number[] = [];
  for (const address of addresses) words.push((await read(address, 1))[0] ?? Number.NaN);
  return words;
}

/** Writes a setting that a device keeps only where it holds another one: such memories wear out. */
export async function assureWord(ask: Ask, unit: number, address: number, value: number, how: How): Promise<void> {
  const [found] = await readWords(ask, { unit, table: 'holding' }, [address], how);
  if (found !== value) await ask({ unit, function: 6, address, value }, how);
}
