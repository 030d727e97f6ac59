// Fetches one file whose size and hash are known. What has arrived is kept in FILE.part, so that a cut, or a second run
// of the command, goes on where it ended; FILE itself appears only complete and checked, in one step.
import { createHash } from 'node:crypto';
import { createReadStream, existsSync, statSync } from 'node:fs';
import { open, rename, rm } from 'node:fs/promises';
import { message } from '../../messages/catalogue.ts';
import { Backoff } from '../../runtime/backoff.ts';
import { type Clock, sleep, withDeadline } from '../../runtime/clock.ts';
import { HaidangError, messageOf, timedOut } from '../../runtime/errors.ts';
import { ModelRefused } from './open-model.ts';

export interface DownloadOptions {
  readonly url: string;
  readonly file: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly clock: Clock;
  readonly random: () => number;
  /** Called as it grows, with what is there and what it will be, bytes. */
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Tries in a row without a byte before it is given up. Default 5. */
  readonly tries?: number;
}

/** A server that sends nothing for that long is asked anew. */
const silenceMs = 30_000;

/** @throws ModelRefused `models.download-failed`, `models.download-wrong`; the signal's reason when aborted. */
export async function download(options: DownloadOptions): Promise<void> {
  const { url, file, bytes, clock, signal, tries = 5 } = options;
  const part = `${file}.part`;
  const backoff = new Backoff({ firstMs: 1_000, maxMs: 15_000, random: options.random });
  while (sizeOf(part) < bytes) {
    const before = sizeOf(part);
    try {
      await fetchRest(options, part);
    } catch (error) {
      signal?.throwIfAborted();
      if (error instanceof ModelRefused) throw error;
      if (sizeOf(part) > before) backoff.reset();
      const isHopeless = error instanceof HaidangError && error.code === 'refused';
      if (isHopeless || backoff.tries >= tries - 1) {
        throw new ModelRefused(message('models.download-failed', { url, reason: reasonOf(error) }));
      }
      await sleep(clock, backoff.next(), signal);
    }
  }
  await accept(options, part);
}

/** One request for what is still missing. */
async function fetchRest({ url, bytes, clock, signal, onProgress }: DownloadOptions, part: string): Promise<void> {
  const from = sizeOf(part);
  const abort = new AbortController();
  const onAbort = () => abort.abort(signal?.reason);
  signal?.addEventListener('abort', onAbort, { once: true });
  const patient = <T>(promise: Promise<T>) =>
    withDeadline(clock, silenceMs, promise, () => timedOut('download', silenceMs, 'network'));
  try {
    const headers = from > 0 ? { range: `bytes=${from}-` } : {};
    const response = await patient(fetch(url, { headers, signal: abort.signal, redirect: 'follow' }));
    if (response.status === 416) {
      await rm(part, { force: true });
      throw new HaidangError('network', 'range', 'the server does not go on where the file ended');
    }
    if (!response.ok || !response.body) throw httpError(response.status);
    // 200 in answer to a range: the server begins anew, so do we.
    const goesOn = response.status === 206 && rangeStart(response) === from;
    if (response.status === 206 && !goesOn) throw new HaidangError('network', 'range', 'the server gave another part');
    const output = await open(part, goesOn ? 'a' : 'w');
    try {
      let done = goesOn ? from : 0;
      const reader = response.body.getReader();
      for (let next = await patient(reader.read()); !next.done; next = await patient(reader.read())) {
        done += next.value.length;
        if (done > bytes) {
          await rm(part, { force: true });
          throw wrong(url, `more than the ${bytes} bytes of the card`);
        }
        await output.write(next.value);
        onProgress?.(done, bytes);
      }
      if (done < bytes)
        throw new HaidangError('network', 'cut', `the connection ended after ${done} of ${bytes} bytes`);
    } finally {
      await output.close();
    }
  } finally {
    abort.abort();
    signal?.removeEventListener('abort', onAbort);
  }
}

async function accept({ url, file, bytes, sha256 }: DownloadOptions, part: string): Promise<void> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(part)) hash.update(chunk as Buffer);
  const found = hash.digest('hex');
  if (found !== sha256 || sizeOf(part) !== bytes) {
    await rm(part, { force: true });
    throw wrong(url, `its SHA-256 is ${found.slice(0, 12)}…, the card names ${sha256.slice(0, 12)}…`);
  }
  const saved = await open(part, 'r');
  await saved.sync().finally(() => saved.close());
  await rename(part, file);
}

const sizeOf = (file: string): number => (existsSync(file) ? statSync(file).size : 0);

const wrong = (url: string, reason: string) => new ModelRefused(message('models.download-wrong', { url, reason }));

/** fetch says "fetch failed" and hides why in the cause. */
const reasonOf = (error: unknown) => messageOf(error instanceof TypeError && error.cause ? error.cause : error);

/** A refusal of the server (4xx) stays one, however often it is asked; too many requests and its own faults pass. */
function httpError(status: number): HaidangError {
  const isFinal = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return new HaidangError('network', isFinal ? 'refused' : 'http', `the server answered ${status}`);
}

function rangeStart(response: Response): number | undefined {
  const match = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '');
  return match ? Number(match[1]) : undefined;
}
