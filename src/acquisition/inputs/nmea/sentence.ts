// Sentences of NMEA 0183: `$GPGGA,…*47`. The two letters after the $ name the talker (GP, GN, BD, …) and say nothing here.
// Fields: NMEA 0183 V4.11 as given in the u-blox 8/M8 receiver description (UBX-13003221, R28), section 31.

export interface Sentence {
  /** GGA, RMC, VTG, … */
  readonly type: string;
  /** What stands between the commas, without the address. */
  readonly fields: readonly string[];
}

/** The longest that receivers send; the standard says 82. */
export const longestSentence = 120;

/** Exclusive or of all characters between the $ and the *. */
function checksum(body: string): number {
  let sum = 0;
  for (let i = 0; i < body.length; i++) sum ^= body.charCodeAt(i);
  return sum;
}

/**
 * The sentence of a line; `damaged` where it is one and its checksum is wrong or missing, undefined where it is none
 * (another protocol, a message of the receiver).
 */
export function parseSentence(line: string): Sentence | 'damaged' | undefined {
  const start = line.indexOf('$');
  if (start < 0) return undefined;
  const match = /^\$([A-Z]{2}[A-Z]{3}),([^*$]*)\*([0-9A-Fa-f]{2})\s*$/.exec(line.slice(start));
  if (!match) return line.startsWith('$P') ? undefined : 'damaged';
  const [, address = '', rest = '', sum = ''] = match;
  if (checksum(`${address},${rest}`) !== Number.parseInt(sum, 16)) return 'damaged';
  return { type: address.slice(2), fields: rest.split(',') };
}

/** A line with its checksum, as a receiver would send it: for simulated ones. */
export function sentenceLine(body: string): string {
  return `$${body}*${checksum(body).toString(16).toUpperCase().padStart(2, '0')}\r\n`;
}

/** A number of a field; undefined where it is empty or none. */
export function numberField(field: string | undefined): number | undefined {
  if (!field || !/^-?\d+(\.\d+)?$/.test(field)) return undefined;
  return Number(field);
}

/** Degrees of `ddmm.mmmm` and its hemisphere, south and west negative; undefined where it is no place on earth. */
export function degrees(field: string | undefined, hemisphere: string | undefined, most: 90 | 180): number | undefined {
  const value = numberField(field);
  const sign = hemisphere === 'N' || hemisphere === 'E' ? 1 : hemisphere === 'S' || hemisphere === 'W' ? -1 : 0;
  if (value === undefined || value < 0 || sign === 0) return undefined;
  const whole = Math.floor(value / 100);
  const minutes = value - 100 * whole;
  const result = whole + minutes / 60;
  if (minutes >= 60 || result > most) return undefined;
  // A ten-millionth of a degree is a centimetre: what lies below is noise of the division.
  return (sign * Math.round(result * 1e7)) / 1e7;
}

/** The moment of `hhmmss.ss` and `ddmmyy`, RFC 3339 in UTC. */
export function moment(time: string | undefined, date: string | undefined): string | undefined {
  const t = /^(\d\d)(\d\d)(\d\d)(?:\.(\d{1,3})\d*)?$/.exec(time ?? '');
  const d = /^(\d\d)(\d\d)(\d\d)$/.exec(date ?? '');
  if (!t || !d) return undefined;
  const ms = Number((t[4] ?? '').padEnd(3, '0'));
  const [day, month, year] = [Number(d[1]), Number(d[2]), 2000 + Number(d[3])];
  const at = new Date(Date.UTC(year, month - 1, day, Number(t[1]), Number(t[2]), Number(t[3]), ms));
  return at.getUTCDate() === day && at.getUTCMonth() === month - 1 ? at.toISOString() : undefined;
}
