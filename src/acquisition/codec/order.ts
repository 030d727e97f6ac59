import type { ByteOrder } from '../types.ts';

/**
 * Where each byte of a value goes as it arrives: the i-th byte on the wire is byte `order[i]` of the value, 0 the highest.
 * An order of four letters says whether words, and whether bytes within words, are exchanged, for any width; one of
 * eight letters says it all.
 */
export function bytePlaces(order: ByteOrder, registers: number): number[] {
  if (order.length === 8 && registers === 4) return [...order].map((letter) => letter.charCodeAt(0) - 65);
  const areWordsSwapped = order[0] === 'C' || order[0] === 'D';
  const areBytesSwapped = order[0] === 'B' || order[0] === 'D';
  return Array.from({ length: 2 * registers }, (_, i) => {
    const word = areWordsSwapped ? registers - 1 - (i >> 1) : i >> 1;
    return 2 * word + (areBytesSwapped ? 1 - (i & 1) : i & 1);
  });
}
