// Listening to a serial bus: at its port, or through the running agent that holds it.
import type { OpenWire, Wire } from '../../fieldbus/link.ts';
import { serialWire } from '../../fieldbus/serial-wire.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { HaidangError, messageOf } from '../../runtime/errors.ts';
import { ask } from '../control-socket.ts';
import { OpenFailed } from './access.ts';
import { type AgentLine, traceAnswer } from './bus-methods.ts';
import { type HeardAt, Sniffer } from './sniffer.ts';
import type { Target } from './target.ts';

/** A bus on which nothing came for so long is silent: longer than what USB adapters keep back (16 ms). */
const silentMs = 30;
const askEveryMs = 500;

export interface Listener {
  /** The bus is open: from now on everything is heard. */
  onListening(): void;
  onHeard(heard: HeardAt): void;
}

/**
 * Listens until the signal is aborted. Sends nothing.
 * @throws OpenFailed where the port cannot be opened, HaidangError where it is lost.
 */
export async function listenAtPort(
  target: Extract<Target, { kind: 'serial' }>,
  clock: Clock,
  signal: AbortSignal,
  { onListening, onHeard }: Listener,
  open: OpenWire = serialWire({ ...target, direction: 'auto' }, clock),
): Promise<void> {
  const sniffer = new Sniffer();
  const say = (all: readonly HeardAt[]) => all.forEach((heard) => void onHeard(heard));
  let cancelSilence = () => {};
  let lose: (reason: string) => void = () => {};
  const lost = new Promise<string>((resolve) => {
    lose = resolve;
  });
  let wire: Wire;
  try {
    wire = await open(
      {
        onData(chunk) {
          const now = clock.monotonicMs();
          say(sniffer.push(chunk, now));
          cancelSilence();
          cancelSilence = clock.after(silentMs, () => say(sniffer.silence(clock.monotonicMs())));
        },
        onClosed: (reason) => lose(reason),
      },
      signal,
    );
  } catch (error) {
    if (signal.aborted) return;
    throw error instanceof HaidangError ? new OpenFailed(error.code, messageOf(error)) : error;
  }
  onListening();
  const ended = new Promise<undefined>((resolve) => signal.addEventListener('abort', () => resolve(undefined)));
  const reason = signal.aborted ? undefined : await Promise.race([lost, ended]);
  cancelSilence();
  await wire.close();
  say(sniffer.end(clock.monotonicMs()));
  if (reason !== undefined) throw new HaidangError('device', 'port-lost', reason);
}

/** As `listenAtPort`, of what goes over a line of the running agent. */
export async function listenThroughAgent(
  line: AgentLine,
  socket: string,
  clock: Clock,
  signal: AbortSignal,
  { onListening, onHeard }: Listener,
): Promise<void> {
  const sniffer = new Sniffer();
  let after = 0;
  let lastMs = 0;
  // The agent counts from another start than we.
  let offsetMs: number | undefined;
  while (!signal.aborted) {
    const { nowMs, entries } = traceAnswer.parse(await ask(socket, 'line.trace', { line: line.id, after }));
    if (offsetMs === undefined) onListening();
    offsetMs ??= clock.monotonicMs() - nowMs;
    for (const { seq, atMs: thereMs, kind, text } of entries) {
      after = seq;
      const atMs = thereMs + offsetMs;
      if (kind === 'note') continue;
      if (atMs - lastMs > silentMs) for (const heard of sniffer.silence(atMs)) onHeard(heard);
      lastMs = atMs;
      for (const heard of sniffer.push(Buffer.from(text, 'hex'), atMs)) onHeard(heard);
    }
    await sleep(clock, askEveryMs, signal).catch(() => {});
  }
  for (const heard of sniffer.end(lastMs)) onHeard(heard);
}
