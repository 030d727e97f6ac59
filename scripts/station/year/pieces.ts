// What a station said in a piece of the year, in files of that piece: windows as rows of numbers, because there are nineteen
// million of them, everything else as JSON. What it says again (of late readings) goes to the piece that it is of.
import { closeSync, mkdirSync, openSync, readdirSync, readFileSync, rmSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import type { Outgoing, OutgoingOf } from '../../../src/domain/outgoing.ts';

/** Numbers of a row: see `row`; the oracle reads them in this order. */
const width = 20;
const rowsOfBlock = 8192;
const lengths = ['1min', '5min', '1h', '8h', '24h'];

interface Piece {
  readonly folder: string;
  readonly file: number;
  readonly block: Float64Array;
  used: number;
  readonly alarms: (readonly [ms: number, point: string, alarm: string, state: string])[];
  readonly indices: object[];
}

export class Pieces {
  readonly #folder: string;
  readonly #pieceOf: (ms: number) => number;
  readonly #pointOf: ReadonlyMap<string, number>;
  readonly #pieces = new Map<number, Piece>();
  /** Numbers of pieces are finished in their order. */
  #finished = -1;
  /** How much was said of a piece after that was over (a counter that was away for hours): compared with nothing. */
  afterwards = 0;
  readonly counts = { windows: 0, alarms: 0, indices: 0, other: 0 };

  /** @param pieceOf the number of the piece that an end of a window lies in. */
  constructor(folder: string, points: readonly string[], pieceOf: (ms: number) => number) {
    this.#folder = folder;
    this.#pieceOf = pieceOf;
    this.#pointOf = new Map(points.map((id, i) => [id, i]));
  }

  take(o: Outgoing): void {
    if (this.#pieceOf(o.at.ms) <= this.#finished) {
      this.afterwards++;
      return;
    }
    if (o.kind === 'station.window') this.#window(o);
    else if (o.kind === 'station.alarm') {
      this.counts.alarms++;
      this.#at(o.at.ms).alarms.push([o.at.ms, o.point, o.alarm, o.state]);
    } else if (o.kind === 'station.aqi') {
      this.counts.indices++;
      this.#at(o.at.ms).indices.push(o);
    } else this.counts.other++;
  }

  /**
   * The piece is over, also what came late to it.
   * @param out folder of the transmission files; those of the piece are taken away.
   * @returns the folder with its files.
   */
  finish(number: number, out: string, endOf: (name: string) => number): string {
    const piece = this.#of(number);
    this.#flush(piece);
    closeSync(piece.file);
    this.#pieces.delete(number);
    this.#finished = number;
    const files: Record<string, string> = {};
    for (const name of readdirSync(out)) {
      if (name.startsWith('.') || this.#pieceOf(endOf(name)) !== number) continue;
      files[name] = readFileSync(join(out, name), 'utf8');
      rmSync(join(out, name));
    }
    const { alarms, indices } = piece;
    writeFileSync(join(piece.folder, 'said.json'), JSON.stringify({ alarms, indices, files }));
    return piece.folder;
  }

  #window(o: OutgoingOf<'station.window'>): void {
    this.counts.windows++;
    const piece = this.#at(o.at.ms);
    const { block } = piece;
    let i = piece.used;
    block[i++] = this.#pointOf.get(o.point) ?? -1;
    block[i++] = lengths.indexOf(o.window);
    block[i++] = o.at.ms;
    block[i++] = o.revision;
    block[i++] = o.count;
    block[i++] = o.capture;
    block[i++] = o.valid ? 1 : 0;
    block[i++] = o.left.bad;
    block[i++] = o.left.calibrating;
    block[i++] = o.left.maintenance;
    block[i++] = o.uncertain;
    block[i++] = o.mean ?? Number.NaN;
    block[i++] = o.min ?? Number.NaN;
    block[i++] = o.max ?? Number.NaN;
    block[i++] = o.sigma ?? Number.NaN;
    block[i++] = o.direction ?? Number.NaN;
    block[i++] = o.vectorSpeed ?? Number.NaN;
    block[i++] = o.delta ?? Number.NaN;
    block[i++] = o.resets ?? 0;
    block[i++] = Date.parse(o.to) - Date.parse(o.from);
    piece.used = i;
    if (i === block.length) this.#flush(piece);
  }

  #flush(piece: Piece): void {
    writeSync(piece.file, new Uint8Array(piece.block.buffer, 0, piece.used * 8));
    piece.used = 0;
  }

  #at(ms: number): Piece {
    return this.#of(this.#pieceOf(ms));
  }

  #of(number: number): Piece {
    const known = this.#pieces.get(number);
    if (known) return known;
    const folder = join(this.#folder, `piece-${number}`);
    mkdirSync(folder);
    const file = openSync(join(folder, 'windows.bin'), 'w');
    const block = new Float64Array(width * rowsOfBlock);
    const piece: Piece = { folder, file, block, used: 0, alarms: [], indices: [] };
    this.#pieces.set(number, piece);
    return piece;
  }
}
