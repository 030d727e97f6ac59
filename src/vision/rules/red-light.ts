// Suspects who passes a stop line while its signal is red.
//
// The point that counts is the road user's front where the camera is calibrated (anchor "front"). The moment of passing
// lies between two frames and is computed; the signal must have been seen red before and after it, without a break, and
// for longer than the grace: in the frames on both sides where it is seen in the picture, else in the readings. What is
// not known accuses nobody: a signal that is unknown for a while is an event of its own. Who turns right is let go where
// that is allowed: the accusation waits to see where they go.
import { z } from 'zod';
import type { Point } from '../../domain/detection.ts';
import { message } from '../../messages/catalogue.ts';
import type { Phrase } from '../../messages/text.ts';
import { durationSchema, idSchema, refuse } from '../../runtime/schema.ts';
import type { Track } from '../track/track.ts';
import { AtRed } from './at-red.ts';
import { classWord, duration, explain, inPicture, seconds } from './explain.ts';
import { lineFields, lineSchema, looksAt, severitySchema } from './fields.ts';
import { type Normalised, signedDistance } from './geometry.ts';
import { type Crossing, Passages } from './passage.ts';
import type { Rule, RuleEvent, RuleKind, Scene } from './rule.ts';
import { SignalDoubt } from './signal-doubt.ts';

const schema = z
  .strictObject({
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
  })
  .check((ctx) => {
    const { line, beyond } = ctx.value;
    const [a, b] = line.map(pointOf) as [Point, Point];
    if (beyond?.every((p) => signedDistance(a, b, pointOf(p)) < 0)) {
      refuse(ctx, message('vision.beyond-before-line'), ['beyond']);
    }
  });
type Config = z.output<typeof schema>;

const pointOf = ([x, y]: Normalised): Point => ({ x, y });

interface Suspect {
  readonly crossing: Crossing;
  readonly why: Phrase;
  /** It was red when they passed the stop line. */
  isCertain: boolean;
  track: Track;
  untilMs: number;
}

function create(config: Config): Rule {
  const stop = new Passages(config.line, config.anchor);
  const right = config.rightTurn && new Passages(config.rightTurn, config.anchor);
  const beyond = config.beyond && new Passages(config.beyond, config.anchor);
  const doubt = new SignalDoubt(config);
  const atRed = new AtRed(config.signal);
  const suspects = new Map<string, Suspect>();

  /** @param far where they passed the far line. */
  const accuse = (scene: Scene, id: string, { track, why, crossing, isCertain }: Suspect, far?: Crossing) => {
    suspects.delete(id);
    const { severity, signal } = config;
    const event = { phase: 'instant', severity, track, boxes: [track.seenAs], explanation: why, signal } as const;
    return atRed.judge(scene, event, [...(isCertain ? [] : [crossing]), ...(far ? [far] : [])]);
  };

  const suspect = (scene: Scene, track: Track, crossing: Crossing): void => {
    if (crossing.direction !== 'forward' || !looksAt(config.classes, track.class)) return;
    const red = atRed.red(scene, crossing);
    if (!red || crossing.ms - red.sinceMs < config.grace) return;
    const time = seconds(crossing.ms - red.sinceMs);
    const why = explain('event.red-light', {
      ...{ class: classWord(track.class), line: config.id, at: inPicture(scene, crossing.at), time },
      ...{ signal: config.signal, grace: duration(config.grace) },
    });
    // Who stands over the line is known to have passed it only when it moves on: the wait begins then.
    const untilMs = scene.monotonicMs + config.within;
    suspects.set(track.id, { crossing, why, isCertain: red.isCertain, track, untilMs });
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
      const far = went.find((crossing) => atRed.red(scene, crossing));
      if (far) return accuse(scene, track.id, found, far);
      suspects.delete(track.id);
    } else if (!(right || beyond)) return accuse(scene, track.id, found);
    return [];
  };

  /** What was read since tells of those who passed after the reading before. */
  const settle = (scene: Scene): void => {
    for (const [id, s] of suspects) {
      if (s.isCertain) continue;
      const red = atRed.red(scene, s.crossing);
      if (red) s.isCertain = red.isCertain;
      else suspects.delete(id);
    }
  };

  /** Who did not turn right in time went on; who did not come over the far line in time stayed. */
  const overdue = (scene: Scene): RuleEvent[] => {
    const due = [...suspects].filter(([id, s]) => s.untilMs <= scene.monotonicMs || scene.ended.includes(id));
    return due.flatMap(([id, s]) => {
      if (!beyond) return accuse(scene, id, s);
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
      settle(scene);
      const late = [...atRed.settled(scene), ...overdue(scene)];
      for (const p of [stop, right, beyond]) p?.forget(scene.ended);
      return [...doubt.step(scene), ...late, ...scene.tracks.flatMap((track) => look(scene, track))];
    },
    interrupted: () => {
      for (const p of [stop, right, beyond]) p?.clear();
      suspects.clear();
      atRed.clear();
    },
  };
}

export const redLight: RuleKind<typeof schema> = { kind: 'red-light', schema, create };
