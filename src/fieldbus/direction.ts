// A transceiver without automatic direction control is switched by the RTS line: to sending before a frame, and back as
// soon as its last bit is out, because a device may answer 3.5 characters later.
import { type Clock, sleep } from '../runtime/clock.ts';

/** What is used of a serial port. */
export interface DirectedPort {
  set(lines: { rts: boolean }, done: (error?: Error | null) => void): void;
  write(bytes: Buffer): unknown;
  drain(done: (error?: Error | null) => void): void;
}

export interface Direction {
  /** Level of RTS while sending. */
  readonly sendLevel: boolean;
  /** What bytes take on the line, milliseconds: adapters with a buffer of their own say too early that it is empty. */
  readonly wireMs: (bytes: number) => number;
}

const promised = (call: (done: (error?: Error | null) => void) => void) =>
  new Promise<void>((resolve, reject) => call((error) => (error ? reject(error) : resolve())));

/** To be called once after opening. */
export const listen = (port: DirectedPort, { sendLevel }: Direction) =>
  promised((done) => port.set({ rts: !sendLevel }, done));

/** Sends a frame. Rejects where the port cannot switch its line. */
export async function sendDirected(
  port: DirectedPort,
  bytes: Buffer,
  direction: Direction,
  clock: Clock,
): Promise<void> {
  await promised((done) => port.set({ rts: direction.sendLevel }, done));
  const beganMs = clock.monotonicMs();
  port.write(bytes);
  await promised((done) => port.drain(done));
  const rest = beganMs + direction.wireMs(bytes.length) - clock.monotonicMs();
  if (rest > 0) await sleep(clock, Math.ceil(rest));
  await listen(port, direction);
}
