import { cutText } from '../../runtime/text.ts';

/** Cuts text that comes in pieces into lines, keeping the last few. Bounded: a line beyond the bound is cut off. */
export class LineReader {
  readonly #onLine: (line: string) => void;
  readonly #kept: string[] = [];
  #rest = '';

  /** Most lines kept, and most characters of one. */
  static readonly keep = 20;
  static readonly longest = 1000;

  constructor(onLine: (line: string) => void) {
    this.#onLine = onLine;
  }

  /** The last lines, oldest first. */
  get last(): readonly string[] {
    return this.#kept;
  }

  push(text: string): void {
    const lines = (this.#rest + text).split(/\r?\n|\r/);
    this.#rest = cutText(lines.pop() ?? '', LineReader.longest);
    for (const line of lines) this.#take(line);
  }

  end(): void {
    this.#take(this.#rest);
    this.#rest = '';
  }

  #take(whole: string): void {
    const line = cutText(whole.trim(), LineReader.longest);
    if (line === '') return;
    this.#kept.push(line);
    if (this.#kept.length > LineReader.keep) this.#kept.shift();
    this.#onLine(line);
  }
}
