// A worker that opens, and dies of the first frame.
import { parentPort } from 'node:worker_threads';

parentPort?.on('message', () => {
  throw new Error('illegal instruction');
});
parentPort?.postMessage({ kind: 'ready', sha256: 'f'.repeat(64) });
