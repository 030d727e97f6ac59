// A time that runs some times faster than the machine's.
export interface Quick {
  /** A whole number. */
  readonly times: number;
  /** At this time of the machine, milliseconds since the epoch, … */
  readonly realMs: number;
  /** … it was this. */
  readonly atMs: number;
}

export const quickMs = ({ times, realMs, atMs }: Quick, ms: number) => Math.floor(atMs + (ms - realMs) * times);

export const quickFrom = (text: string | undefined) => (text === undefined ? undefined : (JSON.parse(text) as Quick));
