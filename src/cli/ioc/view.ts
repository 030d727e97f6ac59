// What `haidang ioc watch` shows: a line an event, and on a terminal a table of the gateways above the latest lines.
import { toIso } from '../../domain/time.ts';
import type { Lang } from '../../messages/catalogue.ts';
import { type Io, say, text } from '../command.ts';
import { cut } from '../demo/format.ts';
import { tableLines } from '../tools/table.ts';
import type { Arrival, Inspected, Inspector } from './inspector.ts';
import { saidOf } from './said.ts';
import { findingLine, summary } from './summary.ts';

/** The event for programs. */
export function jsonLine({ topic, message, findings }: Inspected, { atMs, retained }: Arrival): string {
  return JSON.stringify({
    at: toIso(atMs),
    topic,
    valid: !findings.some((f) => f.kind === 'schema'),
    retained,
    findings,
    message,
  });
}

/** The event for people: one line, and one more for each thing that is wrong. */
export function lines({ topic, message, findings }: Inspected, { atMs }: Arrival, lang: Lang): string[] {
  const time = `${toIso(atMs).slice(11, 23)}Z`;
  const wrong = findings.map((f) => `${time} ✗ ${findingLine(f)}`);
  if (!message) return wrong.length > 0 ? wrong : [`${time}   ${topic}`];
  const gateway = message.source.split(':').at(-1);
  const kind = message.type.replace(/^vn\.quangninh\.edge\.|\.v1$/g, '');
  // Each lane counts for itself.
  const sequence = message.sequence === undefined ? '' : ` ${message.lane}#${Number(message.sequence)}`;
  const marks = [
    message['historical'] === true ? '↩' : ' ',
    message['timequality'] === 'synced' ? '' : ` (${message['timequality']})`,
  ];
  const data = saidOf(message.data, lang);
  return [`${time} ${marks[0]} ${gateway} ${message.subject} ${kind}${sequence}${marks[1]}  ${data}`, ...wrong];
}

/** The whole picture of a terminal. */
export function picture(inspector: Inspector, lately: readonly string[], nowMs: number, io: Io): string[] {
  const columns = process.stdout.columns || 120;
  const rows = process.stdout.rows || 40;
  const head = (['gateway', 'state', 'messages', 'wrong', 'historical', 'clock', 'lag', 'last'] as const).map((h) =>
    text(io, `ioc.head.${h}`),
  );
  const gateways = [...inspector.gateways]
    .sort(([, a], [, b]) => b.lastMs - a.lastMs)
    .slice(0, Math.max(3, Math.floor(rows / 3)))
    .map(([id, g]) => [
      id,
      g.state ?? '?',
      String(g.messages),
      String(g.wrong),
      String(g.historical),
      g.clock ?? '',
      `${shortly(g.lagMs(0.5))} / ${shortly(g.lagMs(0.99))}`,
      shortly(nowMs - g.lastMs),
    ]);
  const top = [
    ...tableLines(head, gateways, [2, 3, 4, 6, 7]),
    '',
    ...wrapped(say(io, summary(inspector)), columns),
    '',
  ];
  const room = Math.max(1, rows - top.length - 1);
  return [...top, ...lately.slice(-room)].map((line) => cut(line, columns));
}

function shortly(ms: number | null): string {
  if (ms === null) return '-';
  return Math.abs(ms) < 1000 ? `${Math.round(ms)} ms` : `${(ms / 1000).toFixed(1)} s`;
}

function wrapped(line: string, columns: number): string[] {
  const out: string[] = [''];
  for (const word of line.split(' ')) {
    const last = out.at(-1) as string;
    if (last.length + word.length + 1 > columns) out.push(word);
    else out[out.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return out;
}
