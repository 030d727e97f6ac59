// The thread that makes input tensors of frames, so that the one that infers never waits for it. It is started by that
// one and ends with it. Frames come one after the other and are handed on in that order, as long as a slot is free.
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../runtime/errors.ts';
import { Preparer } from './prepare.ts';
import type { DetectRequest, PreparedMessage, PrepareSettings, ToWorker } from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('prepare.worker is started by detector.worker');
const { input, slots, frames } = workerData as PrepareSettings;
const preparer = new Preparer(input);
const waiting: ToWorker[] = [];
const free = slots.map((_, slot) => slot);
const say = (m: PreparedMessage) => port.postMessage(m);

frames.on('message', (m: ToWorker) => {
  waiting.push(m);
  work();
});
port.on('message', (slot: number) => {
  free.push(slot);
  work();
});

/** The detector keeps few requests under way: `waiting` is bounded by that. */
function work(): void {
  for (;;) {
    const next = waiting[0];
    if (next === undefined) return;
    if (next === 'close') {
      say('close');
      return;
    }
    const slot = free.shift();
    if (slot === undefined) return;
    waiting.shift();
    prepare(next, slot);
  }
}

function prepare({ id, data, width, height }: DetectRequest, slot: number): void {
  try {
    const { placement } = preparer.prepare(data, width, height, slots[slot]);
    say({ kind: 'prepared', id, slot, placement });
  } catch (error) {
    free.push(slot);
    say({ kind: 'failed', id, reason: messageOf(error) });
  }
}
