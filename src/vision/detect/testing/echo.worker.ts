// A worker that answers each frame after 20 ms with its width as the time of inference.
import { parentPort } from 'node:worker_threads';

let queue = Promise.resolve();
parentPort?.on('message', (m: { id: number; width: number } | 'close') => {
  if (m === 'close') {
    parentPort?.close();
    return;
  }
  queue = queue.then(async () => {
    await new Promise((done) => setTimeout(done, 20));
    parentPort?.postMessage({ kind: 'found', id: m.id, detections: [], inferenceMs: m.width });
  });
});
parentPort?.postMessage({ kind: 'ready', sha256: 'f'.repeat(64) });
