import { fuzzInbox } from '../../src/uplink/testing/fuzz-inbox.ts';
import type { Bench } from './bench.ts';

const count = 100_000;

/** Mutated commands that crash the inbox, are executed, or are not answered as they should: none may. */
export const contractFuzz: Bench = {
  name: 'contract-fuzz',
  async run() {
    const { wrong, crashes, kinds } = await fuzzInbox(count, 1);
    const detail = `of ${count} commands mutated in ${kinds.size} ways`;
    return [
      { name: 'mutated commands that crash', value: crashes.length, unit: 'count', target: { atMost: 0 }, detail },
      {
        ...{ name: 'mutated commands executed or answered wrongly', value: wrong.length, unit: 'count' },
        ...{ target: { atMost: 0 }, detail: wrong[0] ?? detail },
      },
    ];
  },
};
