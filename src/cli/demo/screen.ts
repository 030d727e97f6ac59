// Drawing in place: the alternate screen of the terminal, redrawn line by line without flicker, and single keys.
import type { ReadStream, WriteStream } from 'node:tty';
import type { ViewSize } from './view.ts';

const enter = '\x1b[?1049h\x1b[?25l';
const leave = '\x1b[?25h\x1b[?1049l';

export class Screen {
  readonly #out: WriteStream;
  readonly #in: ReadStream | undefined;
  readonly #onKey: (key: string) => void;
  #open = false;
  #onData = (_data: Buffer) => {};

  /** @param keys where keys come from; undefined where standard input is no terminal. */
  constructor(out: WriteStream, keys: ReadStream | undefined, onKey: (key: string) => void) {
    this.#out = out;
    this.#in = keys;
    this.#onKey = onKey;
  }

  get size(): ViewSize {
    return { columns: this.#out.columns || 80, rows: this.#out.rows || 24 };
  }

  open(): void {
    this.#open = true;
    this.#out.write(enter);
    if (!this.#in) return;
    this.#in.setRawMode(true);
    this.#in.resume();
    this.#onData = (data) => {
      // In raw mode Ctrl-C and Ctrl-D come as bytes, not as signals.
      for (const key of data.toString('latin1'))
        this.#onKey(key === '\x03' || key === '\x04' ? 'q' : key.toLowerCase());
    };
    this.#in.on('data', this.#onData);
  }

  draw(lines: readonly string[]): void {
    if (!this.#open) return;
    // Each line is written and the rest of it erased; below the last one everything is.
    this.#out.write(`\x1b[H${lines.map((l) => `${l}\x1b[K`).join('\r\n')}\x1b[J`);
  }

  /** Gives the terminal back as it was. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#out.write(leave);
    if (!this.#in) return;
    this.#in.off('data', this.#onData);
    this.#in.setRawMode(false);
    this.#in.pause();
  }
}
