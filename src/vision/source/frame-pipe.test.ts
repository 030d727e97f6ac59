import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, describe, expect, it } from 'vitest';
import { type FramePipe, openFramePipe } from './frame-pipe.ts';
import { until } from './testing/bench.ts';

const open: FramePipe[] = [];
afterEach(() => {
  for (const pipe of open.splice(0)) pipe.close();
});

/** A pipe into shared memory, `piece` bytes at most at a time; it holds still after `still` bytes. */
async function opened(options: { bytes?: number; piece?: number; still?: number } = {}) {
  const { bytes = 1000, piece = bytes, still = Number.POSITIVE_INFINITY } = options;
  const memory = new Uint8Array(new SharedArrayBuffer(bytes));
  const state = { filled: 0, reads: 0 };
  const pipe = await openFramePipe({
    room: () => memory.subarray(state.filled, Math.min(bytes, state.filled + piece)),
    took: (n) => {
      state.filled += n;
      state.reads++;
      return state.filled < still;
    },
  });
  open.push(pipe);
  let isClosed = false;
  void pipe.closed.then(() => {
    isClosed = true;
  });
  return { pipe, memory, state, isClosed: () => isClosed };
}

function write({ pipe }: { pipe: FramePipe }, shell: string) {
  const child = spawn('sh', ['-c', shell], { stdio: ['ignore', pipe.theirs, 'ignore'] });
  pipe.theirs.destroy();
  return child;
}

describe('the pipe of the pictures', () => {
  it('puts what another process writes into the memory that was given, and is closed with its last holder', async () => {
    const p = await opened({ bytes: 700, piece: 3 });
    write(p, "printf 'frame'; sleep 0.1; printf '%0500d' 7");
    await until(p.isClosed, 'the end');
    expect(p.state.filled).toBe(505);
    expect(Buffer.from(p.memory.subarray(0, 505)).toString()).toBe(`frame${'7'.padStart(500, '0')}`);
    expect(p.state.reads).toBeGreaterThanOrEqual(169);
  });

  it('reads nothing more where that is asked, until it goes on; nothing is lost', async () => {
    const p = await opened({ bytes: 1000, piece: 10, still: 100 });
    write(p, "printf '%01000d' 7");
    await until(() => p.state.filled === 100, 'the first part');
    await new Promise((done) => setTimeout(done, 50));
    expect([p.state.filled, p.isClosed()]).toEqual([100, false]);
    while (p.state.filled < 1000) {
      const before = p.state.filled;
      p.pipe.resume();
      await until(() => p.state.filled > before, 'the next part');
    }
    expect(Buffer.from(p.memory).toString()).toBe('7'.padStart(1000, '0'));
  });

  it('allocates nothing for what comes through it', async () => {
    const memory = new Uint8Array(new SharedArrayBuffer(1 << 20));
    const state = { bytes: 0, most: 0 };
    const before = process.memoryUsage().arrayBuffers;
    const pipe = await openFramePipe({
      room: () => memory,
      took: (n) => {
        state.bytes += n;
        state.most = Math.max(state.most, process.memoryUsage().arrayBuffers - before);
        return true;
      },
    });
    open.push(pipe);
    write({ pipe }, 'exec head -c 100000000 /dev/zero');
    await pipe.closed;
    expect(state.bytes).toBe(100_000_000);
    expect(state.most).toBeLessThan(500_000);
  });

  it('closed by us, ends a process that goes on writing', async () => {
    const p = await opened({ still: 1 });
    const child = write(p, 'exec cat /dev/zero');
    const exit = once(child, 'exit');
    await until(() => p.state.filled > 0, 'the first bytes');
    p.pipe.close();
    expect(await exit).toEqual([null, 'SIGPIPE']);
    await until(p.isClosed, 'the end');
  });
});
