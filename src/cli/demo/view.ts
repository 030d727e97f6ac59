// The demo's table as lines of text, a pure function of what the centre knows: readings with their quality, the camera's
// counts and last events, lamp levels commanded and read back, the queue in the gateway, what was cut and came back.
import { type Lang, type Message, message, render } from '../../messages/catalogue.ts';
import { columns, cut, padded, readingText, shownFirst, sinceStart } from './format.ts';
import {
  type CameraView,
  type DeviceView,
  eventMessage,
  type LampView,
  type Picture,
  type StoryEntry,
} from './picture.ts';
import { classWord, renderWithWords } from './words.ts';

/** What is not in the messages: the state of the link, and of the gateway as it says itself through its socket. */
export interface Situation {
  /** Milliseconds since the demo began. */
  readonly nowMs: number;
  /** Wall clock, milliseconds since the epoch: readings say how old they are. */
  readonly wallMs: number;
  /** Since when the link is cut, on the axis of `nowMs`; null while it is up. */
  readonly cutSinceMs: number | null;
  readonly cuts: number;
  /** The centre itself has lost the broker. */
  readonly away: boolean;
  /** Messages in the gateway that wait to be sent; null where the gateway does not say. */
  readonly queue: number | null;
  readonly gateway: string;
  readonly hasCamera: boolean;
  readonly broker: string;
}

export interface ViewSize {
  readonly columns: number;
  readonly rows: number;
}

/** Colours of a terminal, or none. */
export interface Paint {
  bold(text: string): string;
  dim(text: string): string;
  good(text: string): string;
  bad(text: string): string;
  warn(text: string): string;
}

const plainText = (text: string) => text;
export const noPaint: Paint = { bold: plainText, dim: plainText, good: plainText, bad: plainText, warn: plainText };
const sgr = (on: number, off: number) => (text: string) => `\x1b[${on}m${text}\x1b[${off}m`;
export const ansiPaint: Paint = {
  bold: sgr(1, 22),
  dim: sgr(2, 22),
  good: sgr(32, 39),
  bad: sgr(31, 39),
  warn: sgr(33, 39),
};

/** Label column of the sections. */
const labelWidth = 11;

/** At most `size.rows` lines of at most `size.columns` columns each. */
export function view(picture: Picture, now: Situation, size: ViewSize, lang: Lang, paint: Paint = noPaint): string[] {
  const say = (m: Message) => renderWithWords(m, lang);
  if (size.columns < 60 || size.rows < 16) return [cut(say(message('demo.view.too-small')), size.columns)];
  const width = size.columns;
  const room = width - labelWidth;
  const section = (label: string, lines: readonly string[]) =>
    lines.map((line, i) => paint.bold(padded(i === 0 ? label : '', labelWidth)) + line);
  const rule = paint.dim('─'.repeat(width));

  const top = [title(picture, now, width, say, paint), rule];
  const devices = [...picture.devices].flatMap(([id, d]) => deviceLines(id, d, now, room, say, paint));
  const body = [
    ...section(say(message('demo.view.readings')), devices.length > 0 ? devices : [say(message('demo.view.waiting'))]),
    rule,
    ...section(say(message('demo.view.camera')), cameraLines(picture, now, room, lang, paint)),
    ...section(say(message('demo.view.lamps')), lampLines(picture.lamps, room, say, paint)),
    rule,
    ...section(say(message('demo.view.queue')), [queueLine(now, room, say, paint)]),
    ...section(say(message('demo.view.proof')), [proofLine(picture, room, say, paint)]),
    rule,
  ];
  const keys = [message('demo.view.keys'), message('demo.view.keys-short')].map(say).find((k) => columns(k) <= width);
  const bottom = [paint.dim(cut(keys ?? '', width))];
  const left = size.rows - top.length - bottom.length;
  const kept = body.slice(0, Math.max(0, left - 2));
  const story = storyLines(picture.story, left - kept.length, width, say, paint);
  const empty = Array.from({ length: Math.max(0, left - kept.length - story.length) }, () => '');
  return [...top, ...kept, ...story, ...empty, ...bottom];
}

type Say = (m: Message) => string;

function title(picture: Picture, now: Situation, width: number, say: Say, paint: Paint): string {
  const cutFor = now.cutSinceMs === null ? null : Math.floor((now.nowMs - now.cutSinceMs) / 1000);
  const link = say(
    cutFor === null ? message('demo.view.link-up') : message('demo.view.link-down', { seconds: cutFor }),
  );
  const right = `${sinceStart(now.nowMs)}  ${link}`;
  const left = `Hải Đăng · ${now.gateway} · ${say(message('demo.view.title'))}`;
  const space = Math.max(1, width - columns(right) - 1);
  const online = cutFor === null && !now.away && picture.gateway !== 'offline';
  return `${paint.bold(padded(left, space))} ${online ? paint.good(right) : paint.bad(right)}`;
}

/** A device: a heading with its state and age, then its points in columns. */
function deviceLines(id: string, d: DeviceView, now: Situation, room: number, say: Say, paint: Paint): string[] {
  const cells = Math.max(2, Math.floor(room / 17));
  const cellWidth = Math.floor(room / cells);
  const order = [
    ...shownFirst.filter((p) => p in d.readings),
    ...Object.keys(d.readings).filter((p) => !shownFirst.includes(p)),
  ];
  const points = order.slice(0, cells * 2);
  const age = Math.max(0, Math.round((now.wallMs - d.timeMs) / 1000));
  const qualities = new Set(points.map((p) => d.readings[p]?.quality));
  const quality = qualities.size === 1 ? [...qualities][0] : [...qualities].filter((q) => q !== 'good').join(' ');
  const state = d.online === false ? `${paint.bad(say(message('demo.view.offline')))}  ` : '';
  const shown = quality === 'good' ? paint.good('good') : paint.bad(cut(quality ?? '-', room - 45));
  const heading = `${paint.bold(id)}  ${state}${shown}  ${paint.dim(say(message('demo.view.age', { seconds: age })))}`;
  const rows = [points.slice(0, cells), points.slice(cells)].filter((r) => r.length > 0);
  const cell = (p: string) => {
    const reading = d.readings[p];
    if (!reading) return '';
    const text = padded(readingText(p, reading, '✗'), cellWidth - 1);
    return `${reading.quality === 'good' ? text : paint.bad(text)} `;
  };
  return [heading, ...rows.map((r) => r.map(cell).join('').trimEnd())];
}

function cameraLines(picture: Picture, now: Situation, room: number, lang: Lang, paint: Paint): string[] {
  const say = (m: Message) => render(m, lang);
  if (!now.hasCamera) return [paint.dim(say(message('demo.view.camera-none')))];
  if (picture.cameras.size === 0) return [paint.dim(say(message('demo.view.camera-starting')))];
  return [...picture.cameras].flatMap(([id, camera]) => {
    const state =
      camera.state === 'blind'
        ? paint.bad(cut(say(message('demo.view.camera-blind', { reason: camera.reason })), room - 20))
        : paint.good(say(message('demo.view.camera-online')));
    const counts = `→ ${countText(camera.forward, lang)}   ← ${countText(camera.backward, lang)}`;
    const heading = `${paint.bold(id)}  ${camera.state === undefined ? '' : state}`;
    const events = camera.events.slice(-2).reverse();
    return [heading, cut(counts, room), ...events.map((e) => eventLine(e, room, lang, paint))];
  });
}

function countText(counts: CameraView['forward'], lang: Lang): string {
  const texts = [...counts].filter(([, n]) => n > 0).map(([name, n]) => `${classWord(name, lang)} ${n}`);
  return texts.length > 0 ? texts.join(', ') : '0';
}

function eventLine({ timeMs, event }: CameraView['events'][number], room: number, lang: Lang, paint: Paint): string {
  const time = new Date(timeMs).toISOString().slice(11, 19).concat('Z');
  const line = cut(`${time} ${renderWithWords(eventMessage(event), lang)}`, room);
  return event.severity === 'info' ? line : paint.warn(line);
}

function lampLines(lamps: ReadonlyMap<string, LampView>, room: number, say: Say, paint: Paint): string[] {
  if (lamps.size === 0) return [paint.dim('-')];
  const cellWidth = 17;
  const perLine = Math.max(1, Math.floor(room / cellWidth));
  const cells = [...lamps].map(([id, { state, fault }]) => {
    const read = state.fedBack === null ? state.quality : `${Math.round(state.fedBack)}`;
    const text = padded(`${id} ${Math.round(state.commanded)}→${read} %`, cellWidth - 1);
    const obeys = state.fedBack !== null && Math.abs(state.fedBack - state.commanded) <= 3;
    return `${fault ? paint.bad(text) : obeys ? paint.good(text) : paint.warn(text)} `;
  });
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += perLine)
    lines.push(
      cells
        .slice(i, i + perLine)
        .join('')
        .trimEnd(),
    );
  const reasons = [...new Set([...lamps.values()].map((l) => l.state.reason))].join(', ');
  return [...lines, paint.dim(cut(`${say(message('demo.view.lamps-legend'))}; ${reasons}`, room))];
}

function queueLine(now: Situation, room: number, say: Say, paint: Paint): string {
  const count = now.queue ?? 0;
  const text = now.queue === null ? '?' : say(message('demo.view.waiting-count', { count }));
  const cuts = now.cuts > 0 ? `  ${say(message('demo.view.cuts', { cuts: now.cuts }))}` : '';
  const bar = '█'.repeat(Math.min(Math.max(0, room - columns(text) - columns(cuts) - 2), Math.ceil(count / 2)));
  return `${now.queue === null || count === 0 ? text : paint.warn(`${text}  ${bar}`)}${cuts}`;
}

function proofLine(picture: Picture, room: number, say: Say, paint: Paint): string {
  const { missing, repeated, announced } = picture.sequences.count();
  const numbers = { messages: picture.messages, repeated, invalid: picture.invalid };
  if (missing > 0) return paint.warn(cut(say(message('demo.view.missing', { missing, ...numbers })), room));
  const text = cut(say(message('demo.view.nothing-lost', { gaps: announced, ...numbers })), room);
  return picture.invalid > 0 ? paint.bad(text) : paint.good(text);
}

function storyLines(story: readonly StoryEntry[], rows: number, width: number, say: Say, paint: Paint): string[] {
  if (rows <= 0) return [];
  return story.slice(-rows).map((entry) => {
    const line = cut(`${sinceStart(entry.atMs)} ${say(entry.what)}`, width);
    if (entry.tone === 'plain') return line;
    return entry.tone === 'good' ? paint.good(line) : paint.bad(line);
  });
}
