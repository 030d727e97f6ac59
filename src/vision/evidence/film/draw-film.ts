// Draws what is known of a frame over it: shapes of the rules, boxes with ids and trails, signals, counts, and under the
// picture what the rules said lately.
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Rule, Scene } from '../../rules/rule.ts';
import type { Track } from '../../track/track.ts';
import { fitText, textWidth } from '../lettering.ts';
import { outlineOf, severityColours, shapeColour } from '../overlay.ts';
import type { FilmState } from './film-state.ts';
import { Pen } from './pen.ts';

export interface FilmSize {
  /** Of the picture in the film, pixels, and of the strip of text below it. */
  readonly width: number;
  readonly height: number;
  readonly strip: number;
  /** Pixels of the film for one of the camera's. */
  readonly scale: number;
  /** Height of capitals. */
  readonly letters: number;
}

const colours: Readonly<Record<RoadUserClass, string>> = {
  person: '#7ee787',
  bicycle: '#56d4dd',
  motorcycle: '#79c0ff',
  car: '#d2a8ff',
  bus: '#ffa657',
  truck: '#ff9bce',
};
const lamps = { red: '#ff453a', amber: '#ffb340', green: '#30d158', unknown: '#8b949e' } as const;
/** How long a road user that an event is about stands out, milliseconds. */
const flashMs = 2500;

export class FilmDrawing {
  readonly #ctx: SKRSContext2D;
  readonly #pen: Pen;
  readonly #size: FilmSize;
  readonly #rules: readonly Rule[];

  constructor(ctx: SKRSContext2D, size: FilmSize, rules: readonly Rule[]) {
    this.#ctx = ctx;
    this.#pen = new Pen(ctx);
    this.#size = size;
    this.#rules = rules;
  }

  /** @param hasPicture false: there is none below, the ground is drawn too. */
  draw(scene: Scene, state: FilmState, title: string, hasPicture: boolean): void {
    const { width, height, strip } = this.#size;
    this.#ctx.clearRect(0, 0, width, height + strip);
    if (!hasPicture) {
      this.#ctx.fillStyle = '#22272e';
      this.#ctx.fillRect(0, 0, width, height);
    }
    const now = scene.monotonicMs;
    this.#shapes(new Set(state.said.filter((s) => s.ms > now - flashMs).map((s) => s.rule)));
    for (const track of scene.tracks) this.#trail(track, state, now);
    for (const track of scene.tracks) this.#track(track, state, now);
    this.#boxesOfEvents(state, now);
    this.#signals(scene);
    this.#head(state, title);
    this.#foot(state, now);
  }

  #shapes(fired: ReadonlySet<string>): void {
    const { width, height, letters } = this.#size;
    const stroke = Math.max(1.4, width / 800);
    for (const { id, shapes } of this.#rules) {
      const isFired = fired.has(id);
      for (const shape of shapes) {
        const outline = outlineOf(shape, width, height, stroke);
        if (!outline) continue;
        if (outline.isArea) this.#pen.fill(outline.d, shapeColour, isFired ? 0.2 : 0.06);
        this.#pen.path(outline.d, shapeColour, isFired ? 2 * stroke : stroke);
      }
      const [x, y] = shapes[0]?.points[0] ?? [0, 0];
      const size = letters * 0.75;
      const left = Math.min(x * width + 4, width - textWidth(id, size) - 4);
      if (shapes.length > 0) this.#pen.text(id, left, Math.max(size * 4, y * height - 5), size, shapeColour);
    }
  }

  /** What was said of a road user just now. */
  #accused(track: Track, state: FilmState, now: number) {
    return state.said.findLast((s) => s.track === track.id && s.ms > now - flashMs);
  }

  #trail(track: Track, state: FilmState, now: number): void {
    const { scale } = this.#size;
    const trail = state.trailOf(track.id);
    const accused = this.#accused(track, state, now);
    const colour = accused ? severityColours[accused.severity] : colours[track.class];
    const steps = trail.map(({ x, y }) => `${(x * scale).toFixed(1)} ${(y * scale).toFixed(1)}`);
    if (steps.length > 1) this.#pen.rim(`M${steps.join('L')}`, 2.6, track.confirmed ? 0.4 : 0.15);
    for (let i = 1; i < trail.length; i++) {
      const alpha = Math.max(0.25, 1 - (now - trail[i]!.ms) / 4000) * (track.confirmed ? 1 : 0.4);
      this.#pen.line(`M${steps[i - 1]}L${steps[i]}`, colour, 2.6, alpha);
    }
  }

  #track(track: Track, state: FilmState, now: number): void {
    const { scale, letters, width } = this.#size;
    const { x, y, width: w, height: h } = track.seenAs;
    const accused = this.#accused(track, state, now);
    const colour = accused ? severityColours[accused.severity] : colours[track.class];
    const line = accused ? 3.2 : track.confirmed ? 1.8 : 1;
    this.#pen.box(x * scale, y * scale, w * scale, h * scale, colour, line, track.confirmed ? 1 : 0.5);
    if (!track.confirmed) return;
    const number = track.id.split('-').at(-1) ?? track.id;
    const label = accused ? `${track.class} ${number}  ${accused.rule}` : `${track.class} ${number}`;
    const size = letters * (accused ? 0.8 : 0.68);
    const left = Math.min(Math.max(2, x * scale), width - textWidth(label, size) - 2);
    const above = y * scale - size * 0.6;
    this.#pen.text(label, left, above > size * 1.5 ? above : (y + h) * scale + size * 1.6, size, colour);
  }

  /** Events that are about a place or several road users. */
  #boxesOfEvents(state: FilmState, now: number): void {
    const { scale } = this.#size;
    for (const said of state.said) {
      if (said.track !== undefined || said.ms < now - flashMs / 2) continue;
      for (const { x, y, width, height } of said.boxes) {
        this.#pen.box(x * scale, y * scale, width * scale, height * scale, severityColours[said.severity], 3);
      }
    }
  }

  #signals({ signals, monotonicMs }: Scene): void {
    const { width, letters } = this.#size;
    let y = letters * 2;
    for (const [id, signal] of signals ?? []) {
      const radius = letters * 0.7;
      const x = width - letters * 1.6;
      this.#ctx.fillStyle = lamps[signal.state];
      this.#ctx.strokeStyle = '#000';
      this.#ctx.lineWidth = 2;
      this.#ctx.beginPath();
      this.#ctx.arc(x, y - letters * 0.5, radius, 0, 2 * Math.PI);
      this.#ctx.fill();
      this.#ctx.stroke();
      const seconds = (monotonicMs - signal.sinceMs) / 1000;
      const since = Number.isFinite(seconds) ? ` ${seconds.toFixed(1)} s` : '';
      const why = signal.why === '' ? '' : ` (${signal.why})`;
      this.#pen.textEnd(
        `${id}: ${signal.state}${since}${why}`,
        x - radius * 1.8,
        y,
        letters * 0.8,
        lamps[signal.state],
      );
      y += letters * 2;
    }
  }

  #head(state: FilmState, title: string): void {
    const { letters, width } = this.#size;
    const size = letters * 0.85;
    let y = letters * 1.7;
    const text = fitText(title, width * 0.7, size);
    // Cameras write into this corner too.
    const lines = state.counts.size;
    const band = Math.max(textWidth(text, size), lines > 0 ? width * 0.25 : 0) + 2 * letters;
    this.#pen.fill(`M0 0h${band}v${letters * 2.4 + lines * size * 1.8}h${-band}Z`, '#101418', 0.55);
    this.#pen.text(text, letters, y, size, '#fff');
    for (const [rule, { forward, backward }] of state.counts) {
      y += size * 1.8;
      this.#pen.text(`${rule}: forward ${forward}, backward ${backward}`, letters, y, size * 0.85, shapeColour);
    }
  }

  /** What was said lately under the picture, so that nothing of it is covered. */
  #foot(state: FilmState, now: number): void {
    const { width, height, strip, letters } = this.#size;
    this.#ctx.fillStyle = '#101418';
    this.#ctx.fillRect(0, height, width, strip);
    const size = letters * 0.72;
    state.said.forEach((said, i) => {
      const y = height + (i + 1) * (strip / (state.said.length > 2 ? 3.4 : 3.2));
      const text = fitText(`${said.time}  ${said.rule}: ${said.text}`, width - 2 * letters, size);
      this.#pen.text(text, letters, y, size, severityColours[said.severity], now - said.ms < flashMs ? 1 : 0.6);
    });
    const count = `${state.events} events`;
    if (state.said.length === 0) this.#pen.text(count, letters, height + strip / 2 + size / 2, size, '#8b949e');
  }
}
