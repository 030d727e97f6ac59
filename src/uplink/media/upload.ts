// One file to one presigned address by HTTPS PUT. The certificate of the server is always verified, by the authorities of
// the system and by `uplink.ca`. A try that a cut ended is made again with growing waits: from where the server stands
// where the command says `resume` (an empty PUT with `Content-Range: bytes */<size>` is answered with 308 and `Range:
// bytes=0-<last>`, as resumable uploads of several vendors do it), else from the beginning. An answer of 4xx ends it: a
// presigned address that is refused once is refused for good. The address is a secret: it stands in no log and no event.
import { request } from 'node:https';
import { rootCertificates } from 'node:tls';
import type { Backoff } from '../../runtime/backoff.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { failedWith } from '../link/failure.ts';
import { readPart } from './file.ts';
import type { OpenFile, Transfer } from './transfer.ts';

export interface UploadDeps {
  readonly clock: Clock;
  /** PEM of authorities beside those of the system. */
  readonly ca: Buffer | undefined;
  readonly backoff: Backoff;
  readonly signal: AbortSignal;
  /** Waits until so many bytes may go. */
  readonly pace: (bytes: number) => Promise<void>;
}

const partBytes = 16 * 1024;
/** Without a byte in either direction for so long, a try has failed. */
const silenceMs = 30_000;
const mostTries = 10;

interface Answer {
  readonly status: number;
  readonly range: string | undefined;
}

/** @throws HaidangError: `network` where it was given up, `configuration` where the server or the file refuses. */
export async function upload(transfer: Transfer, file: OpenFile, deps: UploadDeps): Promise<void> {
  let stood = 0;
  for (let tries = 1; ; tries++) {
    try {
      const from = tries > 1 && transfer.resume ? await standOf(transfer, file, deps) : 0;
      if (from === 'done') return;
      // What moves on is not given up.
      if (from > stood) [stood, tries] = [from, 1];
      const { status } = await put(transfer, file, from, deps);
      if (status >= 200 && status < 300) return;
      throw refusedWith(status);
    } catch (error) {
      if (deps.signal.aborted) throw error;
      if (error instanceof HaidangError && error.fault === 'configuration') throw error;
      const { needsPerson, text } = failedWith(error);
      if (needsPerson) throw new HaidangError('configuration', 'upload-tls', text);
      if (tries >= mostTries) {
        throw new HaidangError('network', 'upload', `given up after ${tries} tries: ${messageOf(error)}`);
      }
    }
    await sleep(deps.clock, deps.backoff.next(), deps.signal);
  }
}

function refusedWith(status: number): HaidangError {
  // Some servers take a part and say so: the rest follows with the next try.
  if (status === 308) return new HaidangError('network', 'upload-part', 'the server has a part and wants the rest');
  const forGood = status >= 300 && status < 500 && ![408, 425, 429].includes(status);
  return new HaidangError(forGood ? 'configuration' : 'network', 'upload-refused', `the server answers ${status}`);
}

/** The first byte that the server lacks. */
async function standOf(transfer: Transfer, file: OpenFile, deps: UploadDeps): Promise<number | 'done'> {
  const { status, range } = await exchange(transfer, { 'Content-Range': `bytes */${file.size}` }, 0, deps);
  if (status >= 200 && status < 300) return 'done';
  if (status !== 308) return 0;
  const last = /^bytes=0-(\d+)$/.exec(range ?? '')?.[1];
  return last === undefined ? 0 : Math.min(file.size, Number(last) + 1);
}

async function put(transfer: Transfer, file: OpenFile, from: number, deps: UploadDeps): Promise<Answer> {
  const range = from > 0 ? { 'Content-Range': `bytes ${from}-${file.size - 1}/${file.size}` } : {};
  return await exchange(transfer, range, file.size - from, deps, async function* () {
    for (let at = from; at < file.size; ) {
      const part = await readPart(file, at, partBytes);
      yield part;
      at += part.length;
    }
  });
}

function exchange(
  transfer: Transfer,
  headers: Record<string, string>,
  length: number,
  { clock, ca, signal, pace }: UploadDeps,
  body?: () => AsyncGenerator<Buffer>,
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const all = { ...transfer.headers, ...headers, 'Content-Length': String(length) };
    const authorities = ca ? [...rootCertificates, ca] : undefined;
    const req = request(transfer.url as string, {
      method: 'PUT',
      headers: all,
      rejectUnauthorized: true,
      signal,
      ...(authorities ? { ca: authorities } : {}),
    });
    let cancel = () => {};
    const moved = () => {
      cancel();
      cancel = clock.after(silenceMs, () =>
        req.destroy(new HaidangError('network', 'silent', 'the server went silent')),
      );
    };
    let answered = false;
    req.on('response', (response) => {
      answered = true;
      response.resume();
      const { range } = response.headers;
      resolve({ status: response.statusCode ?? 0, range });
      // An answer that comes before all was sent ends the sending.
      if (!req.writableFinished) req.destroy();
    });
    req.on('error', (error) => {
      if (!answered) reject(error);
    });
    req.on('close', () => {
      cancel();
      reject(new HaidangError('network', 'cut', 'the connection ended'));
    });
    req.on('drain', moved);
    moved();
    void (async () => {
      try {
        for await (const part of body?.() ?? []) {
          // What we wait for ourselves is no silence of the server.
          cancel();
          await pace(part.length);
          if (req.destroyed) return;
          moved();
          if (!req.write(part)) await drained(req);
        }
        req.end();
      } catch (error) {
        reject(error);
        req.destroy();
      }
    })();
  });
}

const drained = (req: ReturnType<typeof request>) =>
  new Promise<void>((resolve) => {
    req.once('drain', resolve);
    req.once('close', resolve);
  });
