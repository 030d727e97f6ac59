// The worker thread of one model: `session.run` blocks the thread it is called in, so it is called here. Pictures come
// prepared, one after the other, from a thread of their own and are answered in that order; the next one lies ready in
// the other slot, so the network never pauses, neither for the main thread nor for the preparation.
import { MessageChannel, type MessagePort, parentPort, Worker, workerData } from 'node:worker_threads';
import { messageOf } from '../../runtime/errors.ts';
import { workerUrl } from '../../runtime/worker.ts';
import { createInfer } from './infer.ts';
import { ModelRefused, openModel } from './open-model.ts';
import { createTensorData } from './prepare.ts';
import {
  type PreparedMessage,
  type PrepareSettings,
  underWay,
  type WorkerMessage,
  type WorkerSettings,
} from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('detector.worker is started by the detector');
const settings = workerData as WorkerSettings;
const say = (m: WorkerMessage, transfer: MessagePort[] = []) => port.postMessage(m, transfer);

async function open(): Promise<void> {
  const { card } = settings;
  const model = await openModel(settings);
  const infer = createInfer({ model, card, nowMs: () => performance.now() });
  const slots = Array.from({ length: underWay }, () => createTensorData(card.input));
  const taken = new Int32Array(new SharedArrayBuffer(4 * underWay));
  const { port1: outer, port2: frames } = new MessageChannel();
  const preparing: PrepareSettings = { input: card.input, slots, taken, frames };
  // An error of it that nobody caught is not caught here either, and goes up to the detector.
  const preparer = new Worker(workerUrl(import.meta.url, './prepare.worker'), {
    workerData: preparing,
    transferList: [frames],
  });
  let queue = Promise.resolve();
  const close = () => {
    queue = queue
      .then(() => model.close())
      .finally(async () => {
        await preparer.terminate();
        port?.close();
      });
  };
  // Who gave up before it was ready knows of no other way.
  port?.on('message', close);
  preparer.on('message', (m: PreparedMessage) => {
    if (m === 'close') return close();
    if (m.kind === 'failed') {
      queue = queue.then(() => say(m));
      return;
    }
    const { id, slot, placement } = m;
    queue = queue
      .then(() => infer({ data: slots[slot]!, placement }).finally(() => Atomics.store(taken, slot, 0)))
      .then(
        (found) => say({ kind: 'found', id, ...found }),
        (error) => say({ kind: 'failed', id, reason: messageOf(error) }),
      );
  });
  say({ kind: 'ready', sha256: model.sha256, frames: outer }, [outer]);
}

open().catch((error) => {
  // Anything else goes up as the worker's error event, with its stack.
  if (!(error instanceof ModelRefused)) throw error;
  say({ kind: 'refused', problem: error.problem });
  port.close();
});
