// The worker thread of one model: `session.run` blocks the thread it is called in, so it is called here. Frames come
// one after the other and are answered in that order; the next one waits in the port's queue, so the network never
// pauses for the main thread.
import { parentPort, workerData } from 'node:worker_threads';
import { messageOf } from '../../runtime/errors.ts';
import { createInfer } from './infer.ts';
import { ModelRefused, openModel } from './open-model.ts';
import type { ToWorker, WorkerMessage, WorkerSettings } from './worker-protocol.ts';

const port = parentPort;
if (!port) throw new Error('detector.worker is started by the detector');
const settings = workerData as WorkerSettings;
const say = (m: WorkerMessage) => port.postMessage(m);

async function open(): Promise<void> {
  const model = await openModel(settings);
  const infer = createInfer(model, settings.card, () => performance.now());
  let queue = Promise.resolve();
  port?.on('message', (m: ToWorker) => {
    if (m === 'close') {
      queue = queue.then(() => model.close()).finally(() => port.close());
      return;
    }
    queue = queue
      .then(() => infer(m.data, m.width, m.height))
      .then(
        (found) => say({ kind: 'found', id: m.id, ...found }),
        (error) => say({ kind: 'failed', id: m.id, reason: messageOf(error) }),
      );
  });
  say({ kind: 'ready', sha256: model.sha256 });
}

open().catch((error) => {
  // Anything else goes up as the worker's error event, with its stack.
  if (!(error instanceof ModelRefused)) throw error;
  say({ kind: 'refused', problem: error.problem });
  port.close();
});
