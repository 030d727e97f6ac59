import { type Bench, median, seconds } from './bench.ts';
import { openPacedLine } from './paced-line.ts';

const baudRate = 9600;
const registers = 10;
const rounds = 7;
const polls = 40;

/**
 * Reads of ten registers one after the other on a line of 9600 baud, against what such a line can carry: the bytes there
 * and back at 11 bits each, the silence of 3.5 characters before the answer and the one before the next request.
 */
export const serialLine: Bench = {
  name: 'serial-line',
  async run() {
    const paced = await openPacedLine('bench', baudRate);
    if (!paced) return { skipped: 'socat is missing' };
    const { line } = paced;
    const request = { unit: 1, function: 4, address: 0, count: registers } as const;
    await line.request(request);
    const times: number[] = [];
    for (let round = 0; round < rounds; round++) {
      const took = await seconds(async () => {
        for (let i = 0; i < polls; i++) await line.request(request);
      });
      times.push(took / polls);
    }
    await paced.close();
    const byteMs = 11_000 / baudRate;
    const limitMs = (8 + 5 + 2 * registers + 2 * 3.5) * byteMs;
    const oursMs = 1000 * median(times);
    return [
      {
        name: 'polls on a line of 9600 baud against what it carries',
        value: limitMs / oursMs,
        unit: 'ratio',
        target: { atLeast: 0.9 },
        detail: `${(1000 / oursMs).toFixed(1)} and ${(1000 / limitMs).toFixed(1)} polls/s of ${registers} registers, best round ${(1000 * Math.min(...times)).toFixed(1)} ms`,
      },
    ];
  },
};
