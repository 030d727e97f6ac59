// 100,000 spoilt replies to the requests of the shipped profiles, and as many made-up register images: nothing throws but
// the errors that become qualities, nothing reads as good that is not what the device sent.
import { describe, expect, it } from 'vitest';
import { type Quality, qualitySchema } from '../domain/reading.ts';
import type { RegisterImage } from '../fieldbus/image.ts';
import { type ModbusReply, readReply } from '../fieldbus/pdu.ts';
import { HaidangError } from '../runtime/errors.ts';
import { imageUnit, answer as simulated } from '../simulator/modbus/unit.ts';
import { seededRandom } from '../simulator/random.ts';
import type { Decoded } from './codec/decode.ts';
import { imageOfExample } from './codec/image.ts';
import { type CompiledPoint, compilePoints } from './compile.ts';
import { compileDerived } from './expression/compute.ts';
import { loadProfiles } from './load-profile.ts';
import { type Block, planReads, readRequest } from './plan.ts';

const { profiles } = loadProfiles(new URL('../../device-profiles', import.meta.url).pathname);
const random = seededRandom(6);
const below = (n: number) => Math.floor(random() * n);

interface Exchange {
  readonly block: Block<CompiledPoint>;
  readonly pdu: Buffer;
  readonly right: readonly Decoded[];
}

const decodeAll = (block: Block<CompiledPoint>, reply: ModbusReply) => {
  const cells = reply.bits.length > 0 ? reply.bits : reply.registers;
  return block.items.map((p) => p.decode(cells, p.address - block.address));
};

/** Every request of every example that the simulated device answers with registers. */
function exchanges(): Exchange[] {
  return [...profiles.values()].flatMap((profile) => {
    // Without holes: an example names the registers of its points and none between them.
    const blocks = planReads(compilePoints(profile), { ...profile.limits, maxHole: 0 });
    return profile.examples.flatMap((example) => {
      const image: RegisterImage = imageOfExample(example);
      return blocks.flatMap((block) => {
        const request = readRequest(block, 1);
        const asked = Buffer.from([request.function, 0, 0, 0, 0]);
        asked.writeUInt16BE(request.address, 1);
        asked.writeUInt16BE(request.count, 3);
        const pdu = simulated(
          imageUnit(() => image),
          asked,
        );
        return pdu[0] === request.function ? [{ block, pdu, right: decodeAll(block, readReply(request, pdu)) }] : [];
      });
    });
  });
}

/** A reply that no device sent to this request. What alters registers and nothing else cannot be told without a checksum. */
function spoilt(pdu: Buffer, others: readonly Exchange[]): Buffer {
  const copy = Buffer.from(pdu);
  switch (below(7)) {
    case 0:
      return copy.subarray(0, below(copy.length));
    case 1:
      return Buffer.concat([copy, Buffer.from(Array.from({ length: 1 + below(250) }, () => below(256)))]);
    case 2:
      copy[0] = below(256);
      return copy;
    case 3:
      copy[1] = below(256);
      return copy;
    case 4:
      return Buffer.from([copy[0]! | 0x80, below(256)]);
    case 5:
      return others[below(others.length)]!.pdu;
    default:
      return Buffer.from(Array.from({ length: below(260) }, () => below(256)));
  }
}

const isSound = ({ value, quality }: Decoded) =>
  quality.startsWith('bad:') === (value === null) && (typeof value !== 'number' || Number.isFinite(value));

describe('what nobody sent', () => {
  it('is never read as good: 100,000 spoilt replies', () => {
    const all = exchanges();
    expect(all.length).toBeGreaterThan(5);
    const outcomes = { refused: 0, untouched: 0, wrong: [] as string[] };
    for (let i = 0; i < 100_000; i++) {
      const { block, pdu, right } = all[below(all.length)]!;
      const mutant = spoilt(pdu, all);
      try {
        const read = decodeAll(block, readReply(readRequest(block, 1), mutant));
        // Only the reply itself, and one of another device of the very same shape, get through.
        const isOther = all.some((e) => e.pdu.equals(mutant));
        if (isOther && (mutant.equals(pdu) ? JSON.stringify(read) === JSON.stringify(right) : true))
          outcomes.untouched++;
        else outcomes.wrong.push(mutant.toString('hex'));
      } catch (error) {
        if (!(error instanceof HaidangError)) throw error;
        outcomes.refused++;
      }
    }
    expect(outcomes.wrong).toEqual([]);
    expect(outcomes.refused).toBeGreaterThan(90_000);
  });

  it('is sound whatever stands in the registers: 100,000 images', () => {
    const qualities = new Set<Quality>();
    const unsound: string[] = [];
    const devices = [...profiles.values()].map((profile) => {
      const points = compilePoints(profile);
      const derived = compileDerived(profile);
      return {
        points,
        derived: derived.map((d) => ({ ...d, at: d.inputs.map((n) => points.findIndex((p) => p.name === n)) })),
      };
    });
    const cells = new Array<number>(64).fill(0);
    // The words in which devices hide what is no value, and others.
    const word = () => [0, 0xffff, 0x8000, 0x7fff, 0x7fc0, 0xff80, below(0x10000), below(0x10000)][below(8)]!;
    for (let i = 0, read = 0; read < 100_000; i++) {
      const { points, derived } = devices[i % devices.length]!;
      for (let k = 0; k < cells.length; k++) cells[k] = word();
      const values = points.map((p) => p.decode(cells, 0));
      const computed = derived.map((d) => d.compute(d.at.map((at) => values[at]!)));
      for (const decoded of [...values, ...computed]) {
        qualities.add(decoded.quality);
        if (!isSound(decoded)) unsound.push(JSON.stringify(decoded));
      }
      for (const [k, p] of points.entries()) {
        const { value, quality } = values[k]!;
        const { range } = p.point;
        if (range && typeof value === 'number' && (value < range[0] || value > range[1]))
          unsound.push(`${p.name} ${value} ${quality}`);
      }
      read += points.length;
    }
    expect(unsound.slice(0, 5)).toEqual([]);
    for (const q of qualities) expect(qualitySchema.safeParse(q).success).toBe(true);
  });
});
