// What the agent's process heard of its devices, read from the notes that wire-tap.ts takes inside it.
import { closeSync, openSync, readSync } from 'node:fs';
import { MbapSplitter } from '../../src/fieldbus/mbap.ts';

const pieceBytes = 64 * 1024;
/** Function code 3, four bytes of data: how a counting device answers. */
const countReply = { code: 3, bytes: 4 };
/** Lines that are kept to be shown. */
const mostLines = 20_000;

/** An answer that the agent's process was handed. True times, milliseconds since the epoch. */
export interface Heard {
  /** When it had asked for it. */
  readonly askedMs: number;
  readonly heardMs: number;
}

export interface WireLine {
  /** True time, milliseconds since the epoch. */
  readonly ms: number;
  readonly text: string;
}

export class WireLog {
  readonly #file: string;
  readonly #deviceAt: (port: number) => string | undefined;
  #readTo = 0;
  #rest = '';
  /** By process and port: a new process begins a new stream of bytes, and so does a new connection. */
  readonly #splitters = new Map<string, MbapSplitter>();
  /** When each transaction was asked for, by process, port and transaction id. */
  readonly #asked = new Map<string, number>();
  readonly #heard = new Map<string, Heard>();
  readonly #lines: WireLine[] = [];

  /** @param deviceAt the counting device that listens at a port; undefined for all others. */
  constructor(file: string, deviceAt: (port: number) => string | undefined) {
    this.#file = file;
    this.#deviceAt = deviceAt;
  }

  /** When the agent's process was handed this number; undefined where it never was. */
  heard(device: string, value: number): Heard | undefined {
    this.#readOn();
    return this.#heard.get(`${device} ${value}`);
  }

  /** What was noted between two true times. */
  between(fromMs: number, toMs: number): WireLine[] {
    this.#readOn();
    return this.#lines.filter((l) => fromMs <= l.ms && l.ms <= toMs);
  }

  #readOn(): void {
    let file: number;
    try {
      file = openSync(this.#file, 'r');
    } catch {
      return;
    }
    try {
      const piece = Buffer.alloc(pieceBytes);
      for (let n = readSync(file, piece, 0, piece.length, this.#readTo); n > 0; ) {
        this.#readTo += n;
        const lines = (this.#rest + piece.toString('latin1', 0, n)).split('\n');
        this.#rest = lines.pop() ?? '';
        for (const line of lines) this.#take(line);
        n = readSync(file, piece, 0, piece.length, this.#readTo);
      }
    } finally {
      closeSync(file);
    }
  }

  #take(line: string): void {
    const [time = '', pid = '', port = '', what = '', text = ''] = line.split(' ');
    const ms = Number(time);
    const device = this.#deviceAt(Number(port));
    this.#lines.push({ ms, text: `${new Date(ms).toISOString()} ${pid} ${device ?? port} ${what} ${text}` });
    if (this.#lines.length > mostLines * 2) this.#lines.splice(0, mostLines);
    if (device === undefined) return;
    const key = `${pid} ${port}`;
    if (what === 'open') this.#splitters.set(key, new MbapSplitter());
    if (what === 'tx') this.#asked.set(`${key} ${Number.parseInt(text.slice(0, 4), 16)}`, ms);
    if (what !== 'rx') return;
    this.#splitters.get(key)?.push(Buffer.from(text, 'hex'), (transaction, _unit, pdu) => {
      const askedMs = this.#asked.get(`${key} ${transaction}`) ?? ms;
      this.#asked.delete(`${key} ${transaction}`);
      if (pdu[0] !== countReply.code || pdu[1] !== countReply.bytes) return;
      this.#heard.set(`${device} ${pdu.readUInt32BE(2)}`, { askedMs, heardMs: ms });
    });
  }
}
