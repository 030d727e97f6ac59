// The demo without a terminal: what happens as plain lines, and every few seconds a summary of the readings.
import { type Lang, message, render } from '../../messages/catalogue.ts';
import { readingText, shownFirst, sinceStart } from './format.ts';
import type { Picture } from './picture.ts';
import type { Situation } from './view.ts';
import { renderWithWords } from './words.ts';

const summaryEveryMs = 10_000;

export class StoryLog {
  readonly #lang: Lang;
  readonly #write: (line: string) => void;
  #told = 0;
  #summaryMs = summaryEveryMs;

  constructor(lang: Lang, write: (line: string) => void) {
    this.#lang = lang;
    this.#write = write;
  }

  /** Writes what is new. */
  update(picture: Picture, now: Situation): void {
    const fresh = Math.min(picture.told - this.#told, picture.story.length);
    for (const entry of fresh > 0 ? picture.story.slice(-fresh) : []) {
      this.#write(`[${sinceStart(entry.atMs)}] ${renderWithWords(entry.what, this.#lang)}`);
    }
    this.#told = picture.told;
    if (now.nowMs < this.#summaryMs) return;
    this.#summaryMs += summaryEveryMs;
    this.#write(`[${sinceStart(now.nowMs)}] ${render(summary(picture, now), this.#lang)}`);
  }
}

function summary(picture: Picture, now: Situation) {
  const devices = [...picture.devices].map(([id, d]) => {
    const points = shownFirst.filter((p) => p in d.readings).slice(0, 3);
    const texts = points.map((p) => (d.readings[p] ? readingText(p, d.readings[p]) : ''));
    return `${id} ${texts.join(', ')}`;
  });
  const lamps = [...picture.lamps].map(
    ([id, { state }]) =>
      `${id} ${Math.round(state.commanded)}→${state.fedBack === null ? '?' : Math.round(state.fedBack)} %`,
  );
  const { missing } = picture.sequences.count();
  const shown = [...devices, lamps.join(' ')].filter((t) => t !== '').join('; ') || '-';
  return message('demo.summary', { devices: shown, queue: now.queue ?? '?', messages: picture.messages, missing });
}
