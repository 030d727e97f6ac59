// Draws what is known of a frame over it: shapes of the rules, boxes with ids and trails, signals, counts, and under the
// picture what the rules said lately.
import type { SKRSContext2D } from '@napi-rs/canvas';
import type { RoadUserClass } from '../../../domain/detection.ts';
import type { Lang } from '../../../messages/catalogue.ts';
import { classWord, explain, seconds, stateWord } from '../../rules/explain.ts';
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
/** How long a road user that an event is about stands out, milliseconds, and how long an event is marked as being now. */
const flashMs = 2500;
const nowMs = 200;
/** Of an area over the picture: hardly to be seen, so that what is below keeps its colours. */
const areaAlpha = { quiet: 0.02, fired: 0.07 } as const;
/** Lines of text below the picture: the head, and what was said. */
const saidLines = 3;
/** Height of the strip below the picture, in heights of capitals. */
export const stripLetters = 2 + 1.6 * saidLines;

export class FilmDrawing {
  readonly #ctx: SKRSContext2D;
  readonly #pen: Pen;
  readonly #size: FilmSize;
  readonly #rules: readonly Rule[];
  readonly #lang: Lang;

  constructor(ctx: SKRSContext2D, size: FilmSize, rules: readonly Rule[], lang: Lang) {
    this.#lang = lang;
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
    this.#ctx.fillStyle = '#101418';
    this.#ctx.fillRect(0, height, width, strip);
    this.#head(state, title, this.#signals(scene));
    this.#foot(state, now);
  }

  #shapes(fired: ReadonlySet<string>): void {
    const { width, height, letters } = this.#size;
    const stroke = Math.max(1.4, width / 800);
    const names: { readonly left: number; readonly right: number; readonly y: number }[] = [];
    for (const { id, shapes } of this.#rules) {
      const isFired = fired.has(id);
      for (const shape of shapes) {
        const outline = outlineOf(shape, width, height, stroke);
        if (!outline) continue;
        if (outline.isArea) this.#pen.fill(outline.d, shapeColour, areaAlpha[isFired ? 'fired' : 'quiet']);
        this.#pen.path(outline.d, shapeColour, isFired ? 2 * stroke : stroke);
      }
      const [x, y] = shapes[0]?.points[0] ?? [0, 0];
      const size = letters * 0.75;
      if (shapes.length === 0) continue;
      const wide = textWidth(id, size);
      const left = Math.min(x * width + 4, width - wide - 4);
      let base = Math.max(size * 2, y * height - 5);
      // Shapes often begin at the same corner: their names stand one below the other.
      while (names.some((n) => Math.abs(n.y - base) < size * 1.5 && n.left < left + wide && left < n.right))
        base += size;
      names.push({ left, right: left + wide, y: base });
      this.#pen.text(id, left, base, size, shapeColour);
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
    const line = accused ? (now - accused.ms < nowMs ? 6 : 3.2) : track.confirmed ? 1.8 : 1;
    this.#pen.box(x * scale, y * scale, w * scale, h * scale, colour, line, track.confirmed ? 1 : 0.5);
    if (!track.confirmed) return;
    const who = classWord(track.class)[this.#lang];
    const number = track.id.split('-').at(-1) ?? track.id;
    const label = accused ? `${who} ${number}  ${accused.rule}` : `${who} ${number}`;
    const size = letters * (accused ? 0.8 : 0.68);
    const left = Math.min(Math.max(2, x * scale), width - textWidth(label, size) - 2);
    const above = y * scale - size * 0.6;
    this.#pen.text(label, left, above > size * 1.5 ? above : (y + h) * scale + size * 1.6, size, colour);
  }

  /** Events that are about a place or several road users. */
  #boxesOfEvents(state: FilmState, now: number): void {
    const { scale } = this.#size;
    for (const said of state.said) {
      // They stand where they were at that moment: any longer, and they would stand around nobody.
      if (said.track !== undefined || said.isOver || now - said.ms >= 2 * nowMs) continue;
      for (const { x, y, width, height } of said.boxes) {
        this.#pen.box(x * scale, y * scale, width * scale, height * scale, severityColours[said.severity], 3);
      }
    }
  }

  /** At the right of the head. @returns how much room they take, pixels. */
  #signals({ signals, monotonicMs }: Scene): number {
    const { width, height, letters } = this.#size;
    const y = height + letters * 1.5;
    const size = letters * 0.8;
    let right = width - letters;
    for (const [id, signal] of [...(signals ?? [])].reverse()) {
      const ms = monotonicMs - signal.sinceMs;
      const since = Number.isFinite(ms) ? ` ${seconds(ms)[this.#lang]}` : '';
      const why = signal.why ? ` (${signal.why[this.#lang]})` : '';
      const text = `${id}: ${stateWord(signal.state)[this.#lang]}${since}${why}`;
      this.#ctx.fillStyle = lamps[signal.state];
      this.#ctx.beginPath();
      this.#ctx.arc(right - letters * 0.5, y - size / 2, letters * 0.5, 0, 2 * Math.PI);
      this.#ctx.fill();
      this.#pen.textEnd(text, right - letters * 1.4, y, size, lamps[signal.state]);
      right -= textWidth(text, size) + letters * 3;
    }
    return width - right;
  }

  /** Below the picture as everything else that is written: cameras write into its corners themselves. */
  #head(state: FilmState, title: string, taken: number): void {
    const { letters, width, height } = this.#size;
    const size = letters * 0.8;
    const y = height + letters * 1.5;
    const counts = [...state.counts].map(
      ([rule, { forward, backward }]) => explain('film.counts', { rule, forward, backward })[this.#lang],
    );
    const text = fitText(title, width - taken - 2 * letters, size);
    this.#pen.text(text, letters, y, size, '#fff');
    const left = letters * 2.5 + textWidth(text, size);
    const room = width - taken - left - letters;
    if (room > 4 * letters) this.#pen.text(fitText(counts.join('   '), room, size), left, y, size, shapeColour);
  }

  /** What was said lately, so that nothing of the picture is covered. */
  #foot(state: FilmState, now: number): void {
    const { width, height, letters } = this.#size;
    const size = letters * 0.72;
    state.said.forEach((said, i) => {
      const y = height + letters * (1.5 + 1.6 * (i + 1));
      const colour = severityColours[said.severity];
      const text = fitText(`${said.time}  ${said.rule}: ${said.text}`, width - 2 * letters, size);
      const isNow = now - said.ms < nowMs;
      if (isNow) this.#pen.fill(`M0 ${y - size * 1.5}h${width}v${size * 2}H0Z`, colour, 0.45);
      this.#pen.text(text, letters, y, size, isNow ? '#fff' : colour, now - said.ms < flashMs ? 1 : 0.6);
    });
    const count = explain('film.events', { count: state.events })[this.#lang];
    if (state.said.length === 0) this.#pen.text(count, letters, height + letters * 3.1, size, '#8b949e');
  }
}
