// Tells of everybody who crosses a line in a direction that is watched. Shared by the rules of lines that may not be crossed.
import { z } from 'zod';
import { classWord, explain, inPicture, seconds } from './explain.ts';
import { lineFields, looksAt } from './fields.ts';
import { Passages, settledMs } from './passage.ts';
import type { Rule, Severity } from './rule.ts';

export const overLineFields = {
  ...lineFields,
  direction: z
    .enum(['both', 'forward', 'backward'])
    .default('both')
    .describe(
      'Which crossings are told: stand on the first point and look at the second; forward is from left to right.',
    ),
};
const fields = z.strictObject(overLineFields);
type OverLineConfig = z.output<typeof fields> & { readonly kind: string; readonly severity: Severity };

/** @param says what the explanation says. */
export function overLineRule(config: OverLineConfig, says: 'event.solid-line' | 'event.tripwire'): Rule {
  const passages = new Passages(config.line, config.anchor);
  return {
    id: config.id,
    kind: config.kind,
    shapes: [{ kind: 'line', points: config.line }],
    step: (scene) => {
      passages.forget(scene.ended);
      return scene.tracks.flatMap((track) =>
        passages.cross(scene, track).flatMap(({ direction, ms, at }) => {
          if (!looksAt(config.classes, track.class)) return [];
          if (config.direction !== 'both' && direction !== config.direction) return [];
          const explanation = explain(says, {
            ...{ class: classWord(track.class), line: config.id, direction: explain(`direction.${direction}`) },
            ...{ at: inPicture(scene, at), time: seconds(scene.monotonicMs - ms), settled: seconds(settledMs, 2) },
          });
          const { severity } = config;
          return [{ phase: 'instant' as const, severity, direction, track, boxes: [track.seenAs], explanation }];
        }),
      );
    },
    interrupted: () => passages.clear(),
  };
}
