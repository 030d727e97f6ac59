// A derived point, ready to be computed from what was read.
import type { Quality } from '../../domain/reading.ts';
import { decimalOf, rounded, toNumber } from '../codec/decimal.ts';
import { bad, type Decoded } from '../codec/decode.ts';
import type { DerivedPoint } from '../derived.ts';
import type { DeviceProfile } from '../profile.ts';
import { compileExpression } from './expression.ts';

export interface CompiledDerived {
  readonly name: string;
  readonly unit: string | undefined;
  /** Names of the points it is computed from. */
  readonly inputs: readonly string[];
  /** From what was read of the inputs, in their order. A doubt about one of them is a doubt about the result. */
  readonly compute: (read: readonly Decoded[]) => Decoded;
}

export function compileDerived(profile: Pick<DeviceProfile, 'derived' | 'points'>): CompiledDerived[] {
  return profile.derived.flatMap((d) => {
    const compiled = compileExpression(d, profile.points);
    // The schema has refused an expression with a mistake long before.
    if ('problem' in compiled) return [];
    const { inputs, evaluate } = compiled;
    const compute = (read: readonly Decoded[]): Decoded => {
      const values: (number | boolean | string)[] = [];
      for (const { value } of read) {
        if (value === null) return bad('source');
        values.push(value);
      }
      return settled(d, evaluate(values), doubtOf(read));
    };
    return [{ name: d.name, unit: d.unit, inputs, compute }];
  });
}

function doubtOf(read: readonly Decoded[]): Quality {
  const doubts = new Set(read.map((r) => r.quality).filter((q) => q !== 'good'));
  if (doubts.size === 0) return 'good';
  return doubts.size === 1 && doubts.has('uncertain:profile') ? 'uncertain:profile' : 'uncertain:source';
}

/** Digits that mean something after some operations in double precision. */
const digitsKept = 12;

function settled(d: DerivedPoint, value: number | boolean | string, quality: Quality): Decoded {
  if (typeof value !== 'number') return { value, quality };
  if (!Number.isFinite(value)) return bad('not-finite');
  const tidy = Number(value.toPrecision(digitsKept));
  const shown = d.round === undefined ? tidy : toNumber(rounded(decimalOf(tidy), d.round));
  if (d.range && (shown < d.range[0] || shown > d.range[1])) return bad('out-of-range');
  return { value: shown, quality };
}
