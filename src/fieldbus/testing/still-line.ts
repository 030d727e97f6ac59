// A line in a world where time stands still unless the test moves it, and bytes take none: what is early and what is late
// is what the test says, however busy the machine is.
import { silentLogger } from '../../runtime/logger.ts';
import { ManualClock } from '../../runtime/manual-clock.ts';
import { lineSchema } from '../config.ts';
import { createLine, type TracedLine } from '../line.ts';
import type { OpenWire, WireEvents } from '../link.ts';

export interface Asked {
  readonly request: Buffer;
  /** How many were asked before. */
  readonly index: number;
  /** When, on the clock of the line. */
  readonly atMs: number;
}

export interface StillLine {
  readonly line: TracedLine;
  readonly clock: ManualClock;
  readonly asked: readonly Asked[];
  /** Lets time go on until the promise has settled: a step at a time, so that everything due in between happens. */
  within<T>(promise: Promise<T>): Promise<T>;
  /** The other end hangs up; what the device says after that arrives on the next connection. */
  hangUp(): void;
}

/** @param onRequest is the device: it answers by `say`, at once or later by the clock. */
export async function stillLine(
  config: Readonly<Record<string, unknown>>,
  onRequest: (asked: Asked, say: (bytes: Buffer) => void, clock: ManualClock) => void,
): Promise<StillLine> {
  const clock = new ManualClock();
  const asked: Asked[] = [];
  let newest: WireEvents | undefined;
  const open: OpenWire = async (events) => {
    newest = events;
    return {
      write(request) {
        const one = { request, index: asked.length, atMs: clock.monotonicMs() };
        asked.push(one);
        onRequest(one, (bytes) => queueMicrotask(() => newest?.onData(bytes)), clock);
      },
      close: async () => {},
    };
  };
  const line = createLine(lineSchema.parse({ id: 'still', ...config }), {
    clock,
    logger: silentLogger,
    random: () => 0.5,
    open,
  });
  await line.start(new AbortController().signal, () => {});
  const within = async <T>(promise: Promise<T>): Promise<T> => {
    let isSettled = false;
    const mark = () => {
      isSettled = true;
    };
    promise.then(mark, mark);
    await clock.advanceAsync(0);
    for (let i = 0; i < 100_000 && !isSettled; i++) await clock.advanceAsync(1);
    return promise;
  };
  return { line, clock, asked, within, hangUp: () => newest?.onClosed('the other end hung up') };
}
