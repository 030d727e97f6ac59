// A Modbus RTU device at the other end of a pair of terminals, with the pace of a real line: a request counts as received
// when its bytes would have been on the wire, and the answer comes byte by byte. In a process of its own.
// argv: terminal, baud rate, and a number of dimmers (units 1 to N, level register 0, feedback register 1) where it is to be
// these; they obey messages to everyone, and the message `levels` is answered with what each gives.
import { SerialPort } from 'serialport';
import { SystemClock } from '../../src/runtime/clock.ts';
import { SimulatedLamp } from '../../src/simulator/devices/lamp.ts';
import { RtuRequestSplitter, rtuFrame } from '../../src/simulator/modbus/rtu-frame.ts';
import { answer } from '../../src/simulator/modbus/unit.ts';

const [path = '', baud = '9600', dimmerCount = '0'] = process.argv.slice(2);
/** Start, 8 data, parity or second stop, stop. */
const byteMs = 11_000 / Number(baud);
/** A device may answer this silence after a request. */
const silenceMs = 3.5 * byteMs;
const anyone = { read: (_table: string, address: number) => address & 0xffff };
const clock = new SystemClock();
const registers = { level: 0, feedback: 1, fullScale: 100 };
const dimmers = Array.from(
  { length: Number(dimmerCount) },
  () => new SimulatedLamp({ clock, registers, ratedWatts: 60, rampSeconds: 0.4 }),
);
process.on('message', () => process.send?.(dimmers.map((d) => d.level())));

const port = new SerialPort({ path, baudRate: Number(baud) });
const splitter = new RtuRequestSplitter();
let firstByteMs = 0;
port.on('data', (chunk: Buffer) => {
  if (firstByteMs === 0) firstByteMs = performance.now();
  for (const { unit: id, pdu } of splitter.push(chunk)) {
    const startMs = firstByteMs + (pdu.length + 3) * byteMs + silenceMs;
    firstByteMs = 0;
    const unit = dimmers.length > 0 ? dimmers[id - 1] : anyone;
    if (id === 0) setTimeout(() => dimmers.forEach((d) => void answer(d, pdu)), startMs - performance.now());
    else if (unit) void send(rtuFrame(id, answer(unit, pdu)), startMs);
  }
});
port.once('open', () => process.send?.('ready'));
process.on('disconnect', () => process.exit(0));

/** Each byte goes out when the wire would have carried it; none is early, and the last is not late. */
async function send(frame: Buffer, startMs: number): Promise<void> {
  for (let sent = 0; sent < frame.length; ) {
    const nextMs = startMs + (sent + 1) * byteMs;
    const wait = nextMs - performance.now();
    if (wait > 2) await new Promise((resolve) => setTimeout(resolve, wait - 2));
    // Timers are too coarse for bytes of a millisecond.
    while (performance.now() < nextMs);
    const due = Math.min(frame.length, Math.floor((performance.now() - startMs) / byteMs));
    port.write(frame.subarray(sent, due));
    sent = due;
    // What was written has to leave before time is waited away again.
    await new Promise((resolve) => setImmediate(resolve));
  }
}
