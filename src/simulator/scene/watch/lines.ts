// Watches of lines: who crosses them, and who passes a stop line at red or stands over it.
import { extentOf } from '../picture/bodies/table.ts';
import { type Site, signalAt } from '../plan/site.ts';
import type { Actor, Moment, Spot } from '../world.ts';
import { crossOf, distanceToLine } from './geometry.ts';
import { concerns, Episodes, type Report, type Watcher } from './happening.ts';
import type { Watch } from './schema.ts';

type LineWatch = Extract<Watch, { line: string }>;

/** A red-light run is over when it has gone this far past the line, metres. */
const runLength = 20;
/** Metres from the middle of a road user to the line. */
const nearLine = 1.5;
/** Standing this near before the line at red is a near miss, metres. */
const closeBefore = 2;

/** The middle of its front. */
export function frontOf(a: Actor): Spot {
  const half = extentOf(a.look).length / 2;
  return [a.at[0] + half * Math.cos(a.heading), a.at[1] + half * Math.sin(a.heading)];
}

export function watchLine(w: LineWatch, site: Site, report: Report): Watcher {
  const line = site.lines[w.line];
  if (!line) return { see: () => {}, end: () => {} };
  if (w.kind === 'red-light') return redLight(w, line.points, programOf(site, w.line), report);
  if (w.kind === 'stop-line') return stopLine(w, line.points, programOf(site, w.line), report);
  // Who comes this near to a line that may not be crossed, and does not cross it, is a near miss.
  const near = new Episodes<Actor>(0.11, (id, { start, last, data }) => {
    if (!crossed.has(id)) report({ type: 'near-miss', start, end: last, objects: [id], class: data.class });
    crossed.delete(id);
  });
  const crossed = new Set<string>();
  return {
    see: (now, before) => {
      eachStep(w, now, before, (a, old) => {
        const cross = crossOf(line.points, old.at, a.at);
        if (w.kind !== 'crossing' && distanceToLine(line.points, a.at) < nearLine)
          near.holds(a.id, now.seconds, () => a);
        if (cross) crossed.add(a.id);
        if (!cross || (w.kind === 'tripwire' && w.direction !== 'both' && cross.direction !== w.direction)) return;
        const at = timeOf(cross.share, now, before);
        const type = w.kind === 'crossing' ? 'crossing' : 'violation';
        report({ type, start: at, end: at, objects: [a.id], class: a.class, direction: cross.direction });
      });
      near.tick(now.seconds);
    },
    end: () => near.end(),
  };
}

const programOf = (site: Site, line: string) => site.signals.find((s) => s.id === site.lines[line]?.signal);
const timeOf = (share: number, now: Moment, before: Moment | undefined) => {
  const from = before?.seconds ?? now.seconds;
  return from + (now.seconds - from) * share;
};

/** Calls `step` for everybody concerned who was there the moment before as well. */
function eachStep(w: Watch, now: Moment, before: Moment | undefined, step: (a: Actor, old: Actor) => void): void {
  if (!before) return;
  const old = new Map(before.actors.map((a) => [a.id, a]));
  for (const a of now.actors) {
    const was = old.get(a.id);
    if (was && concerns(w, a)) step(a, was);
  }
}

type Program = ReturnType<typeof programOf>;

function redLight(
  w: Extract<LineWatch, { kind: 'red-light' }>,
  line: readonly Spot[],
  program: Program,
  report: Report,
): Watcher {
  const running = new Map<string, { start: number; from: number; actor: Actor }>();
  // Who waits at the line and then passes it at red all the same is no near miss: that is known only later.
  const ran = new Set<string>();
  const stops: Parameters<Report>[0][] = [];
  const waiting = new Episodes<Actor>(1, (id, { start, last, data }) => {
    if (last - start < 1) return;
    stops.push({ type: 'near-miss', start, end: last, objects: [id], class: data.class, note: 'stops at the line' });
  });
  const finish = (id: string, seconds: number) => {
    const run = running.get(id);
    if (!run) return;
    running.delete(id);
    report({ type: 'violation', start: run.start, end: seconds, objects: [id], class: run.actor.class });
  };
  return {
    see(now, before) {
      if (!program) return;
      eachStep(w, now, before, (a, old) => {
        const cross = crossOf(line, frontOf(old), frontOf(a));
        if (cross?.direction === 'forward') {
          const at = timeOf(cross.share, now, before);
          const { state } = signalAt(program, at);
          const inGrace = state === 'red' && signalAt(program, at - w.grace / 1000).state !== 'red';
          if (state === 'red' && !inGrace) {
            running.set(a.id, { start: at, from: a.travelled, actor: a });
            ran.add(a.id);
          }
          if (state === 'amber' || inGrace) {
            report({
              type: 'near-miss',
              start: at,
              end: at,
              objects: [a.id],
              class: a.class,
              note: inGrace ? 'crosses just after amber' : 'crosses at amber',
            });
          }
        }
        if (a.speed < 0.2 && signalAt(program, now.seconds).state === 'red') {
          const [x, y] = frontOf(a);
          const ahead: Spot = [x + closeBefore * Math.cos(a.heading), y + closeBefore * Math.sin(a.heading)];
          if (crossOf(line, [x, y], ahead)?.direction === 'forward') waiting.holds(a.id, now.seconds, () => a);
        }
        const run = running.get(a.id);
        if (run && a.travelled - run.from >= runLength) finish(a.id, now.seconds);
      });
      waiting.tick(now.seconds);
      const here = new Set(now.actors.map((a) => a.id));
      for (const id of running.keys()) if (!here.has(id)) finish(id, now.seconds);
    },
    end(seconds) {
      for (const id of [...running.keys()]) finish(id, seconds);
      waiting.end();
      for (const stop of stops) if (!stop.objects.some((id) => ran.has(id))) report(stop);
    },
  };
}

function stopLine(
  w: Extract<LineWatch, { kind: 'stop-line' }>,
  line: readonly Spot[],
  program: Program,
  report: Report,
): Watcher {
  const standing = new Episodes<Actor>(0.3, (id, { start, last, data }) => {
    const type = last - start >= w.after / 1000 ? 'violation' : 'near-miss';
    report({ type, start, end: last, objects: [id], class: data.class });
  });
  return {
    see(now) {
      if (!program || signalAt(program, now.seconds).state !== 'red') return standing.tick(now.seconds);
      for (const a of now.actors) {
        if (!concerns(w, a) || a.speed > 0.3) continue;
        // The line lies between a place well behind its back and its front.
        const back = extentOf(a.look).length + 5;
        const [x, y] = frontOf(a);
        const tail: Spot = [x - back * Math.cos(a.heading), y - back * Math.sin(a.heading)];
        if (crossOf(line, tail, [x, y])?.direction === 'forward') standing.holds(a.id, now.seconds, () => a);
      }
      standing.tick(now.seconds);
    },
    end: () => standing.end(),
  };
}
