// The thread that makes input tensors of frames, so that the one that infers never waits for it. It is started by that
// one and ends with it. Frames are prepared as they come: no more of them are under way than there are slots.
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../runtime/errors.ts';
import { Preparer } from './prepare.ts';
import type { DetectRequest, PreparedMessage, PrepareSettings, ToWorker } from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('prepare.worker is started by detector.worker');
const { input, slots, taken, frames } = workerData as PrepareSettings;
const preparer = new Preparer(input);
const say = (m: PreparedMessage) => port.postMessage(m);

frames.on('message', (m: ToWorker) => {
  if (m === 'close') say('close');
  else prepare(m);
});

function prepare({ id, data, width, height }: DetectRequest): void {
  try {
    const slot = slots.findIndex((_, i) => Atomics.load(taken, i) === 0);
    if (slot < 0) throw new Error('more frames are under way than there are tensors');
    const { placement } = preparer.prepare(data, width, height, slots[slot]);
    Atomics.store(taken, slot, 1);
    say({ kind: 'prepared', id, slot, placement });
  } catch (error) {
    say({ kind: 'failed', id, reason: messageOf(error) });
  }
}
