import { SerialPort } from 'serialport';
import { rtuFrame } from '../../src/simulator/modbus/rtu-frame.ts';
import { type Bench, median, seconds } from './bench.ts';
import { openPacedDevice, openPacedLine } from './paced-line.ts';

const baudRate = 9600;
const registers = 10;
const rounds = 9;
const polls = 20;
const answerBytes = 5 + 2 * registers;
const byteMs = 11_000 / baudRate;
const silenceMs = 3.5 * byteMs;
const limitMs = (8 + answerBytes) * byteMs + 2 * silenceMs;
/** A round counts where a bare client had at least this part of the line in it: else the machine itself was too busy. */
const fitShare = 0.93;
const fewestRounds = 3;

/**
 * Reads of ten registers one after the other on a line of 9600 baud, against what such a line can carry: the bytes there
 * and back at 11 bits each, the silence of 3.5 characters before the answer and the one before the next request.
 *
 * The wire keeps its time and a busy machine does not: in each round a client of a few lines, which only writes and counts
 * bytes, polls a line of its own just before ours. Where even that is held up, the round says nothing of us.
 */
export const serialLine: Bench = {
  name: 'serial-line',
  async run() {
    const paced = await openPacedLine('bench', baudRate);
    const bare = await openBare();
    if (!paced || !bare) return { skipped: 'socat is missing' };
    const request = { unit: 1, function: 4, address: 0, count: registers } as const;
    await paced.line.request(request);
    await bare.poll();
    const all: { ours: number; bare: number }[] = [];
    for (let round = 0; round < rounds; round++) {
      const times = async (poll: () => Promise<unknown>) =>
        (1000 / polls) *
        (await seconds(async () => {
          for (let i = 0; i < polls; i++) await poll();
        }));
      all.push({ bare: await times(bare.poll), ours: await times(() => paced.line.request(request)) });
    }
    await paced.close();
    await bare.close();
    const fit = all.filter((r) => limitMs / r.bare >= fitShare);
    const barely = limitMs / median(all.map((r) => r.bare));
    if (fit.length < fewestRounds) {
      const ours = limitMs / median(all.map((r) => r.ours));
      const what = `a bare client has ${barely.toFixed(2)} of the line, we ${ours.toFixed(2)}`;
      return { skipped: `the machine is too busy to keep the pace of the wire: ${what}` };
    }
    const oursMs = median(fit.map((r) => r.ours));
    const bareMs = median(fit.map((r) => r.bare));
    return [
      {
        name: 'polls on a line of 9600 baud against what it carries',
        value: limitMs / oursMs,
        unit: 'ratio',
        target: { atLeast: 0.9 },
        detail: `${(1000 / oursMs).toFixed(1)} and ${(1000 / limitMs).toFixed(1)} polls/s of ${registers} registers; a bare client has ${(limitMs / bareMs).toFixed(2)}; ${fit.length} of ${rounds} rounds count`,
      },
    ];
  },
};

/** A client that knows nothing: it writes a request, waits for as many bytes as the answer has, and is silent after it. */
async function openBare(): Promise<{ poll(): Promise<void>; close(): Promise<void> } | undefined> {
  const paced = await openPacedDevice(baudRate);
  if (!paced) return undefined;
  const port = new SerialPort({ path: paced.path, baudRate, autoOpen: false });
  await new Promise<void>((resolve, reject) => port.open((error) => (error ? reject(error) : resolve())));
  const frame = rtuFrame(1, Buffer.from([4, 0, 0, 0, registers]));
  let missing = 0;
  let answered = () => {};
  port.on('data', (chunk: Buffer) => {
    missing -= chunk.length;
    if (missing <= 0) answered();
  });
  return {
    async poll() {
      missing = answerBytes;
      const whole = new Promise<void>((resolve) => {
        answered = resolve;
      });
      port.write(frame);
      await whole;
      await new Promise((resolve) => setTimeout(resolve, silenceMs));
    },
    async close() {
      await new Promise<void>((resolve) => port.close(() => resolve()));
      await paced.close();
    },
  };
}
