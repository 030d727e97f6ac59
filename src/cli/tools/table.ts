// Tables for the terminal: columns as wide as what stands in them, a head, two blanks between.
import { columns } from '../demo/format.ts';

/** @param right indices of columns that hold numbers. */
export function tableLines(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  right: readonly number[] = [],
): string[] {
  const widths = head.map((h, i) => Math.max(columns(h), ...rows.map((r) => columns(r[i] ?? ''))));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => {
        const fill = ' '.repeat(Math.max(0, (widths[i] ?? 0) - columns(cell)));
        return right.includes(i) ? fill + cell : cell + fill;
      })
      .join('  ')
      .trimEnd();
  return [line(head), widths.map((w) => '─'.repeat(w)).join('  '), ...rows.map(line)];
}

/** A bar of what is done, on one line of the terminal that is written over; nothing where stderr is none. */
export class Progress {
  readonly #stream: NodeJS.WriteStream | undefined;
  #isShown = false;

  constructor(isWanted: boolean, stream: NodeJS.WriteStream = process.stderr) {
    this.#stream = isWanted && stream.isTTY ? stream : undefined;
  }

  /** @param share 0 to 1. */
  show(share: number, what: string): void {
    if (!this.#stream) return;
    const full = Math.round(Math.min(1, Math.max(0, share)) * 24);
    this.#stream.write(
      `\r\x1b[2K${'█'.repeat(full)}${'░'.repeat(24 - full)} ${String(Math.round(share * 100)).padStart(3)} %  ${what}`,
    );
    this.#isShown = true;
  }

  clear(): void {
    if (this.#isShown) this.#stream?.write('\r\x1b[2K');
    this.#isShown = false;
  }
}
