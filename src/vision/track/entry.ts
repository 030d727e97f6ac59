// Who may have come into the picture since the frame before. One who was seen once has no speed yet; at few frames a second
// a follower who has just come in then stands where the leader stood, nearer to it than the leader is now, and would take
// over its track, the leader being taken for somebody new in the middle of the picture, frame after frame. Somebody new
// comes in at an edge: of two boxes that may go on for such a track, the one that cannot have come in is the likelier.
import type { Box } from '../../domain/detection.ts';
import type { Size } from './departure.ts';

/** Nobody comes further into the picture than this many of its own lengths a second. Seen on a generated street: 5. */
const lengthsPerSecond = 6;
/** After a gap of frames anybody may stand anywhere. */
const mostLengths = 1.5;

export function mayHaveEntered({ x, y, width, height }: Box, seconds: number, picture: Size): boolean {
  const lengths = Math.min(mostLengths, lengthsPerSecond * seconds);
  return (
    Math.min(x, picture.width - x - width) <= lengths * width ||
    Math.min(y, picture.height - y - height) <= lengths * height
  );
}
