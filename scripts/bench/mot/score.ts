import { type Clear, clearMot } from './clear.ts';
import { type Hota, hota } from './hota.ts';
import { type Identity, identity } from './identity.ts';
import { createSequence } from './sequence.ts';
import type { Row } from './text.ts';

export type Score = Clear & Identity & Hota & { readonly truthIds: number; readonly truthBoxes: number };

export function score(truth: readonly Row[], result: readonly Row[]): Score {
  const sequence = createSequence(truth, result);
  const { truthIds, truthBoxes } = sequence;
  return { ...clearMot(sequence), ...identity(sequence), ...hota(sequence), truthIds, truthBoxes };
}

/** One line for people. */
export function shown(s: Score): string {
  const percent = (n: number) => `${(100 * n).toFixed(1)}`;
  return [
    `MOTA ${percent(s.mota)}  IDF1 ${percent(s.idf1)}  HOTA ${percent(s.hota)}`,
    `Rcll ${percent(s.recall)}  Prcn ${percent(s.precision)}`,
    `MT ${s.mostlyTracked}  PT ${s.partlyTracked}  ML ${s.mostlyLost}  of ${s.truthIds}`,
    `FP ${s.falseAlarms}  FN ${s.misses}  switches ${s.switches}  fragments ${s.fragments}`,
  ].join('   ');
}
