// Which segments of the journal may go. Pure.

export interface Segment {
  readonly number: number;
  bytes: number;
  /** Time of its newest reading, milliseconds since the epoch; 0: none. */
  newestMs: number;
}

/** Hours of running that are kept whatever the clock says of their age: a day and what is late. */
const leastSegments = 30;
/** Of a machine that ends again and again with another clock each time. */
const mostSegments = 500;

/**
 * @param segments the oldest first; the last one is open and stays.
 * @param beforeMs readings older than this are not needed.
 */
export function surplus(segments: readonly Segment[], beforeMs: number, capBytes: number) {
  let bytes = segments.reduce((sum, s) => sum + s.bytes, 0);
  let first = 0;
  while (first < segments.length - 1) {
    const segment = segments[first]!;
    const isOld = segment.newestMs < beforeMs && segments.length - first > leastSegments;
    if (!isOld && bytes <= capBytes && segments.length - first <= mostSegments) break;
    bytes -= segment.bytes;
    first++;
  }
  return { gone: segments.slice(0, first), left: segments.slice(first) };
}
