// The worker thread of the store: an fsync of a slow card stalls this thread and never the event loop. It decides
// nothing: when to commit, to try again or to check is said by the main thread, which has the clock.
import { parentPort, workerData } from 'node:worker_threads';
import Database from 'better-sqlite3';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import {
  type Batch,
  type CommitResult,
  type ErrorMessage,
  logHeld,
  type ReplyMessage,
  type RequestMessage,
  type Requests,
} from './protocol.ts';
import { isDamage } from './recovery.ts';
import { Store } from './store.ts';

const port = parentPort;
if (!port) throw new Error('store.worker runs as a worker thread only');

/** Test hook: each commit takes this much longer, as on a slow card. */
const { commitDelayMs } = workerData as { commitDelayMs: number };
const never = new Int32Array(new SharedArrayBuffer(4));
const delay = () => {
  if (commitDelayMs > 0) Atomics.wait(never, 0, 0, commitDelayMs);
};

let store: Store | undefined;

function commit(open: Store, batch: Batch): CommitResult {
  const held = open.held();
  if (held !== undefined) return { committed: false, refusal: 'disk', code: logHeld, reason: held };
  try {
    const committed = open.commit(batch, delay);
    if (!committed) return { committed, refusal: 'order', code: '', reason: 'a batch before it is not stored' };
    return { committed, stats: open.stats(), notices: open.hasNotices };
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
    const refusal = isDamage(error) ? 'damaged' : 'disk';
    return { committed: false, refusal, code: error.code, reason: error.message };
  }
}

function answer(message: RequestMessage): Requests[RequestMessage['name']]['gives'] {
  if (message.name === 'open') {
    store = new Store(message.takes);
    return store.opened;
  }
  if (!store) throw new Error(`the store is not open: ${message.name}`);
  switch (message.name) {
    case 'commit':
      return commit(store, message.takes);
    case 'claim':
      return store.claim(message.takes.limit, message.takes.lanes, message.takes.part);
    case 'release':
      store.release(message.takes);
      return null;
    case 'read':
      return store.read(message.takes);
    case 'notices':
      return store.notices();
    case 'purge':
      return store.purge(message.takes);
    case 'check':
      return store.check(message.takes.anew);
    case 'retention':
      return store.retain(message.takes.now);
    case 'tick':
      store.tick(message.takes.reach?.through ?? null, message.takes.mediaBytes, message.takes.reach?.offsetMs);
      return { stats: store.stats(), notices: store.hasNotices };
    case 'close':
      store.close(message.takes.clean);
      store = undefined;
      return null;
  }
}

/** Steps towards the cap after a tick. */
const trimSteps = 24;
let trimming = false;

/** Trims step by step; requests that came meanwhile go in between, so an alarm waits for one step at most. */
function trimOn(steps: number): void {
  trimming = false;
  try {
    if (!store?.trim() || steps === 0) return;
    store.checkpoint();
    trimming = true;
    setImmediate(trimOn, steps - 1);
  } catch {
    // The disk does not allow it now; the next tick tries again.
  }
}

let salvaging = false;

/** Fetches rows from a damaged database, step by step, between the requests. */
function salvageOn(): void {
  salvaging = false;
  try {
    if (!store?.salvage()) return;
    salvaging = true;
    setImmediate(salvageOn);
  } catch {
    // The disk does not allow it now; the next tick tries again.
  }
}

/** What is done after the answer has gone out, so that nobody waits for it. */
function afterwards(message: RequestMessage, gives: unknown): void {
  if (message.name === 'tick' && !trimming) trimOn(trimSteps);
  if ((message.name === 'tick' || message.name === 'open') && !salvaging) salvageOn();
  if (message.name !== 'commit') return;
  try {
    const result = gives as CommitResult;
    if (result.committed) store?.checkpoint();
    else if (result.code === 'SQLITE_FULL') store?.relieve();
  } catch {
    // The disk does not allow it now; the next commit tries again, and tells where it cannot.
  }
}

function toMessage(error: unknown): ErrorMessage {
  if (error instanceof HaidangError) return { message: error.message, fault: error.fault, code: error.code };
  if (!(error instanceof Database.SqliteError)) return { message: messageOf(error), fault: 'ours', code: 'unexpected' };
  return { message: error.message, fault: 'ours', code: isDamage(error) ? 'outbox-damaged' : error.code };
}

port.on('message', (message: RequestMessage) => {
  let reply: ReplyMessage;
  try {
    reply = { request: message.request, gives: answer(message) };
  } catch (error) {
    reply = { request: message.request, error: toMessage(error) };
  }
  port.postMessage(reply);
  if ('gives' in reply) afterwards(message, reply.gives);
});
