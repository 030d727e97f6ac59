// Suspects who passes a stop line while its signal is red.
//
// The point that counts is the road user's front where the camera is calibrated (anchor "front"). The moment of passing
// lies between two frames and is computed; the signal must have been seen red in the frames on both sides of it, without
// a break, and for longer than the grace. What is not known accuses nobody: a signal that is unknown for a while is an
// event of its own. Who turns right is let go where that is allowed: the accusation waits to see where they go.
import { z } from 'zod';
import type { Phrase } from '../../messages/text.ts';
import { durationSchema, idSchema } from '../../runtime/schema.ts';
import type { SignalView } from '../signal/signal.ts';
import type { Track } from '../track/track.ts';
import { classWord, duration, explain, inPicture, seconds } from './explain.ts';
import { lineFields, lineSchema, looksAt, severitySchema } from './fields.ts';
import { type Crossing, Passages } from './passage.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';
import { SignalDoubt } from './signal-doubt.ts';

const schema = z.strictObject({
  ...lineFields,
  kind: z.literal('red-light').describe('Suspects who passes the stop line while its signal is red.'),
  line: lineSchema.describe(
    'The stop line. Stand on its first point and look at the second: traffic must cross it from your left to your right.',
  ),
  signal: idSchema.describe('Id of the signal (camera: signals) that holds for this line.'),
  grace: durationSchema({ maxMs: 10_000 })
    .prefault('500ms')
    .describe('Who passes within this time after red began is let go.'),
  rightTurn: lineSchema
    .optional()
    .describe('Where turning right at red is allowed: the line over which they leave, in either direction.'),
  beyond: lineSchema
    .optional()
    .describe(
      'Accuse only who goes on over this line too (the far side of the crossing), in either direction, while it is still red: neither who stops over the stop line nor whose rear passes it just before green.',
    ),
  within: durationSchema({ minMs: 500, maxMs: 60_000 })
    .prefault('15s')
    .describe('How long it is waited for rightTurn or beyond.'),
  severity: severitySchema.default('error').describe('How grave it is.'),
});
type Config = z.output<typeof schema>;

interface Suspect {
  readonly crossing: Crossing;
  readonly redMs: number;
  readonly why: Phrase;
  track: Track;
  untilMs: number;
}

function create(config: Config): Rule {
  const stop = new Passages(config.line, config.anchor);
  const right = config.rightTurn && new Passages(config.rightTurn, config.anchor);
  const beyond = config.beyond && new Passages(config.beyond, config.anchor);
  const doubt = new SignalDoubt(config);
  const suspects = new Map<string, Suspect>();

  const accuse = (id: string, { track, why }: Suspect): RuleEvent => {
    suspects.delete(id);
    const { severity, signal } = config;
    return { phase: 'instant', severity, track, boxes: [track.seenAs], explanation: why, signal };
  };

  const suspect = (scene: Scene, track: Track, crossing: Crossing): void => {
    const view = scene.signals?.get(config.signal);
    if (!view || crossing.direction !== 'forward' || !looksAt(config.classes, track.class)) return;
    const redMs = redFor(view.history, crossing);
    if (redMs === undefined || redMs < config.grace) return;
    const why = explain('event.red-light', {
      ...{ class: classWord(track.class), line: config.id, at: inPicture(scene, crossing.at), time: seconds(redMs) },
      ...{ signal: config.signal, grace: duration(config.grace) },
    });
    // Who stands over the line is known to have passed it only when it moves on: the wait begins then.
    suspects.set(track.id, { crossing, redMs, why, track, untilMs: scene.monotonicMs + config.within });
  };

  const look = (scene: Scene, track: Track): RuleEvent[] => {
    for (const crossing of stop.cross(scene, track)) {
      if (crossing.direction === 'backward') suspects.delete(track.id);
      suspect(scene, track, crossing);
    }
    const turned = right?.cross(scene, track).length;
    const went = beyond?.cross(scene, track) ?? [];
    const found = suspects.get(track.id);
    if (!found) return [];
    found.track = track;
    if (turned) suspects.delete(track.id);
    else if (went.length > 0) {
      if (went.some((crossing) => isAtRed(scene, crossing))) return [accuse(track.id, found)];
      suspects.delete(track.id);
    } else if (!(right || beyond)) return [accuse(track.id, found)];
    return [];
  };

  const isAtRed = (scene: Scene, crossing: Crossing): boolean => {
    const view = scene.signals?.get(config.signal);
    return view !== undefined && redFor(view.history, crossing) !== undefined;
  };

  /** Who did not turn right in time went on; who did not come over the far line in time stayed. */
  const overdue = (scene: Scene): RuleEvent[] => {
    const due = [...suspects].filter(([id, s]) => s.untilMs <= scene.monotonicMs || scene.ended.includes(id));
    return due.flatMap(([id, s]) => {
      if (!beyond) return [accuse(id, s)];
      suspects.delete(id);
      return [];
    });
  };

  return {
    id: config.id,
    kind: config.kind,
    shapes: [
      { kind: 'line', points: config.line },
      ...(config.beyond ? [{ kind: 'line' as const, points: config.beyond }] : []),
      ...(config.rightTurn ? [{ kind: 'line' as const, points: config.rightTurn }] : []),
    ],
    step: (scene) => {
      const late = overdue(scene);
      for (const p of [stop, right, beyond]) p?.forget(scene.ended);
      return [...doubt.step(scene), ...late, ...scene.tracks.flatMap((track) => look(scene, track))];
    },
    interrupted: () => {
      for (const p of [stop, right, beyond]) p?.clear();
      suspects.clear();
    },
  };
}

/**
 * How long the signal had been seen red at a moment; undefined where it was not red all the time from the last frame
 * before it to the first after it.
 */
function redFor(history: SignalView['history'], { ms, seenMs }: Crossing): number | undefined {
  const at = history.findLastIndex((change) => change.ms <= ms);
  const [red, next] = [history[at], history[at + 1]];
  return red?.state === 'red' && (next === undefined || next.ms > seenMs) ? ms - red.ms : undefined;
}

export const redLight: RuleKind<typeof schema> = { kind: 'red-light', schema, create };
