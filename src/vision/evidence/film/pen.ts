// Lines and letters on a canvas that read on any ground: each has a dark rim. Letters are strokes (see lettering.ts), so a
// gateway needs no fonts.
import { Path2D, type SKRSContext2D } from '@napi-rs/canvas';
import { textPath, textWidth } from '../lettering.ts';

/** Texts repeat from frame to frame; more than these are made anew. */
const mostKept = 500;

export class Pen {
  readonly #ctx: SKRSContext2D;
  readonly #texts = new Map<string, Path2D>();

  constructor(ctx: SKRSContext2D) {
    this.#ctx = ctx;
    ctx.lineCap = 'round';
    ctx.lineJoin = 'round';
  }

  /** @param d as of an SVG path. */
  path(d: string | Path2D, colour: string, width: number, alpha = 1): void {
    const path = typeof d === 'string' ? new Path2D(d) : d;
    this.rim(path, width, 0.55 * alpha);
    this.line(path, colour, width, alpha);
  }

  /** The dark of a line alone. */
  rim(d: string | Path2D, width: number, alpha: number): void {
    this.line(d, '#000', width + 2.2, alpha);
  }

  /** A line without its rim. */
  line(d: string | Path2D, colour: string, width: number, alpha: number): void {
    const ctx = this.#ctx;
    ctx.globalAlpha = alpha;
    ctx.strokeStyle = colour;
    ctx.lineWidth = width;
    ctx.stroke(typeof d === 'string' ? new Path2D(d) : d);
    ctx.globalAlpha = 1;
  }

  fill(d: string, colour: string, alpha: number): void {
    this.#ctx.globalAlpha = alpha;
    this.#ctx.fillStyle = colour;
    this.#ctx.fill(new Path2D(d));
    this.#ctx.globalAlpha = 1;
  }

  box(x: number, y: number, width: number, height: number, colour: string, line: number, alpha = 1): void {
    this.path(`M${x} ${y}h${width}v${height}h${-width}Z`, colour, line, alpha);
  }

  /** @param x, y left end of its baseline; `size`: height of capitals. */
  text(text: string, x: number, y: number, size: number, colour: string, alpha = 1): void {
    const key = `${size} ${text}`;
    let path = this.#texts.get(key);
    if (!path) {
      if (this.#texts.size > mostKept) this.#texts.clear();
      path = new Path2D(textPath(text, 0, 0, size));
      this.#texts.set(key, path);
    }
    this.#ctx.save();
    this.#ctx.translate(Math.round(x), Math.round(y));
    this.path(path, colour, Math.max(1.2, size / 7), alpha);
    this.#ctx.restore();
  }

  /** A text with its right end at x. */
  textEnd(text: string, x: number, y: number, size: number, colour: string): void {
    this.text(text, x - textWidth(text, size), y, size, colour);
  }
}
