// What is kept of a round that failed, so that why it did can be found afterwards: what the devices gave and when, what the
// agent's process heard of it, byte for byte, its log, what came to the centre, and the files of its store.
import { copyFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Served } from './field.ts';
import type { Member } from './member.ts';
import type { KeepEvidence, RoundResult } from './round.ts';

/** Of what went before the round, so much is kept too. */
const beforeMs = 5000;
/** Readings that are told of in the report; the folder has all. */
const mostTold = 4;
const storeFiles = ['outbox.db', 'outbox.db-wal', 'outbox.alive', 'learned.json'];

/** @param root a folder of each failed round is made in it. */
export function evidenceIn(root: string): KeepEvidence {
  return (member, result, readings, sinceMs) => {
    const folder = join(root, `${result.member}-round-${result.round}-${new Date(sinceMs).toISOString().slice(0, 19)}`);
    const stories = readings.map((s) => member.book.story(s));
    try {
      keep(folder, member, result, sinceMs - beforeMs, stories);
    } catch (error) {
      return [...stories.slice(0, mostTold).flat(), `the evidence could not be kept: ${error}`];
    }
    return [...stories.slice(0, mostTold).flat(), `the rest of the evidence is in ${folder}`];
  };
}

function keep(folder: string, member: Member, result: RoundResult, fromMs: number, stories: readonly string[][]): void {
  const { field, agent, centre, book, data } = member;
  mkdirSync(folder, { recursive: true });
  const file = (name: string, lines: readonly string[]) => writeFileSync(join(folder, name), `${lines.join('\n')}\n`);
  file('round.json', [JSON.stringify(result, null, 2)]);
  file('stories.txt', stories.flat());
  file('agent.log', agent.log);
  file(
    'wire.log',
    agent.wire.between(fromMs, Number.POSITIVE_INFINITY).map((l) => l.text),
  );
  const given = field.served.filter((s) => s.ms >= fromMs);
  file(
    'given.txt',
    given.map((s) => `${iso(s.ms)} ${s.device} ${s.value} ${fate(member, s)}`),
  );
  const events = centre.events.filter((e) => e.arrivedMs >= fromMs);
  file(
    'events.txt',
    events.map((e) => `${iso(e.arrivedMs)} ${JSON.stringify(e)}`),
  );
  file('intervals.txt', [
    ...book.intervals.map((i) => `${iso(i.since)} to ${iso(i.until)}, arrived ${iso(i.event.arrivedMs)}`),
    ...agent.downs.map((d) => `ended ${iso(d.fromMs)} to ${iso(d.toMs)}${d.clean ? ', clean' : ''}`),
  ]);
  for (const name of storeFiles) if (existsSync(join(data, name))) copyFileSync(join(data, name), join(folder, name));
}

function fate({ agent, centre }: Member, { device, value }: Served): string {
  const heard = agent.wire.heard(device, value);
  const arrival = centre.readings.get(`${device} ${value}`);
  return `${heard ? `asked for ${iso(heard.askedMs)}, heard ${iso(heard.heardMs)}` : 'never heard'}, ${arrival ? `${arrival.id} ${iso(arrival.arrivedMs)}` : 'not at the centre'}`;
}

const iso = (ms: number) => new Date(ms).toISOString();
