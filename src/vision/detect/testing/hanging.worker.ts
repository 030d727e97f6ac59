// A worker that opens and then never answers.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', (m) => {
  if (m === 'close') parentPort?.close();
});
parentPort?.postMessage({ kind: 'ready', sha256: 'f'.repeat(64) });
