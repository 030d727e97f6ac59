// The lines of a truth file, in the order in which they are written. The first says in which picture the boxes of all lines
// are. A live scene that begins anew goes on in the same file: numbers and times run on, and who is in the new scene is
// nobody who was in an earlier one.
import type { TruthFrame } from '../truth.ts';

/**
 * @param fps of the frames, with which times run on.
 * @returns the line of a frame without its end; frames of one scene are given in their order, from 0 on.
 */
export function truthLines(
  size: { readonly width: number; readonly height: number },
  fps: number,
): (truth: TruthFrame) => string {
  let turn = 0;
  /** Number of the first frame of this turn. */
  let from = 0;
  let last = -1;
  return (truth) => {
    const first = last < 0;
    if (from + truth.frame <= last) {
      turn++;
      from = last + 1;
    }
    last = from + truth.frame;
    const tMs = truth.tMs + Math.round((from * 1000) / fps);
    const objects = turn === 0 ? truth.objects : truth.objects.map((o) => ({ ...o, id: `${o.id}.${turn + 1}` }));
    return JSON.stringify({
      ...(first ? { size: [size.width, size.height] } : {}),
      ...{ ...truth, frame: last, tMs, objects },
    });
  };
}
