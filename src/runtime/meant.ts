// What was most likely meant by a name, a length of time, a time of day or a date that is written otherwise. Only for the remedy in an
// answer: nothing is ever taken for it. Pure.

/** `L-01`, `đèn 1`, `device-profiles/air-station.yaml` as an id. */
export function meantId(found: string): string | undefined {
  // The name of a file, and not "QCVN 05:2023/BTNMT".
  const file = /(?:^|\/)([^/]+)\.(?:ya?ml|onnx)$/i.exec(found.trim())?.[1];
  const bare = file ?? found;
  const plain = bare.normalize('NFD').replace(/\p{M}/gu, '').replace(/đ/gi, 'd').toLowerCase();
  const id = plain.replace(/[^a-z0-9_]+/g, '-').replace(/^[-_]+|-+$/g, '');
  return id === '' || id.length > 63 ? undefined : id;
}

const units: Readonly<Record<string, string>> = {
  ...{ ms: 'ms', s: 's', sec: 's', secs: 's', second: 's', seconds: 's', giây: 's', g: 's', '': 's' },
  ...{ m: 'min', min: 'min', mins: 'min', minute: 'min', minutes: 'min', phút: 'min', p: 'min', ph: 'min' },
  ...{ h: 'h', hr: 'h', hour: 'h', hours: 'h', giờ: 'h', tiếng: 'h', d: 'd', day: 'd', days: 'd', ngày: 'd' },
};
const longer: Readonly<Record<string, number>> = {
  ...{ w: 7, week: 7, weeks: 7, tuần: 7 },
  ...{ month: 30, months: 30, tháng: 30, y: 365, year: 365, years: 365, năm: 365 },
};

/** `10`, `7 days`, `0,5s`, `10 phút`, `1w`, `1h30` with a unit of ours; a number alone is of seconds. */
export function meantDuration(found: string): string | undefined {
  const text = found.trim().normalize('NFC').toLowerCase();
  const [, high = '', of = '', low = '', rest] = /^(\d+)\s*(\p{L}+)\s*(\d+)\s*(\p{L}*)$/u.exec(text) ?? [];
  if (rest !== undefined) return together(Number(high), units[of], Number(low), rest);
  const match = /^([+-]?)\s*(\d+(?:[.,]\d+)?)\s*(\p{L}*)$/u.exec(text);
  if (!match) return undefined;
  const [, sign = '', number = '', word = ''] = match;
  const amount = number.replace(',', '.');
  const days = longer[word];
  if (days !== undefined) return `${sign}${Number(amount) * days}d`;
  const unit = units[word];
  return unit === undefined ? undefined : `${sign}${amount}${unit}`;
}

/** 1h30, 1min30s: what is smaller than the first unit is of the next one. */
function together(high: number, unit: string | undefined, low: number, rest: string): string | undefined {
  const next = unit === 'h' ? 'min' : unit === 'min' ? 's' : undefined;
  if (next === undefined || low > 59 || (rest !== '' && units[rest] !== next)) return undefined;
  return `${high * 60 + low}${next}`;
}

const ms: Readonly<Record<string, number>> = { ms: 1, s: 1000, min: 60_000, h: 3_600_000, d: 86_400_000 };
function lengthOf(text: string): number | undefined {
  const [, number = '', unit = ''] = /^(\d+(?:\.\d+)?)([a-z]+)$/.exec(text) ?? [];
  return ms[unit] === undefined ? undefined : Number(number) * ms[unit];
}

/** The one of the allowed lengths of time that is as long, written otherwise: `24h` for `1d`. */
export function sameLength(found: string, allowed: readonly string[]): string | undefined {
  const length = /\p{L}/u.test(found) ? lengthOf(meantDuration(found) ?? '') : undefined;
  return length === undefined ? undefined : allowed.find((one) => lengthOf(one) === length);
}

/** `°C`, `µg/m³`, `kW h` as a code of UCUM. */
export function meantUnit(found: string): string | undefined {
  const text = found.trim().normalize('NFC');
  if (/^(?:°|º|độ |do |o)C$/i.test(text) || text === '℃') return 'Cel';
  const plain = text
    .normalize('NFKC')
    .replace(/[µμ]/gu, 'u')
    .replace(/^[°º]$/, 'deg')
    .replace(/\s*([/.*·])\s*/g, (_, sign: string) => (sign === '/' ? '/' : '.'))
    .replace(/\s+/g, '.');
  return /^[!-~]{1,32}$/.test(plain) ? plain : undefined;
}

/** `5:00`, `22h30`, `22.30`, `2230`, `10:30 PM`, `22:30:00` as a time of day in quotes. */
export function meantTime(found: string): string | undefined {
  const match = /^(\d{1,2})(?:\s*[:h.g]\s*(\d{0,2})|(\d{2}))(?::00)?\s*(am|pm)?$/i.exec(found.trim());
  if (!match) return undefined;
  const [, hours = '', some, joined, half] = match;
  // 22.3 is what YAML leaves of 22.30.
  const minutes = joined ?? (/\.\d$/.test(found) ? `${some}0` : (some ?? ''));
  const twelve = half === undefined ? Number(hours) : (Number(hours) % 12) + (half.toLowerCase() === 'pm' ? 12 : 0);
  const hour = twelve === 24 && Number(minutes) === 0 ? 0 : twelve;
  if (hour > 23 || Number(minutes) > 59) return undefined;
  const two = (n: number) => String(n).padStart(2, '0');
  return `"${two(hour)}:${two(Number(minutes))}"`;
}

/** `1/5`, `30-9-2026`, `2026-6-20` as a date; the day comes first where the year does not. */
export function meantDate(found: string): string | undefined {
  const [a = '', b = '', c] = found.trim().split(/[-/.]/);
  const numbers = [a, b, ...(c === undefined ? [] : [c])];
  if (!/^[\d./-]+$/.test(found.trim()) || numbers.some((n) => !/^\d{1,4}$/.test(n))) return undefined;
  // With dashes and without a year it is the form that is wanted, with a zero left out: the month comes first.
  const isMonthFirst = c === undefined && found.includes('-');
  const [year, month, day] = a.length === 4 ? [a, b, c] : isMonthFirst ? [c, a, b] : [c, b, a];
  if (month === undefined || day === undefined || (year !== undefined && year.length !== 4)) return undefined;
  const two = (n: string) => n.padStart(2, '0');
  const date = `${two(month)}-${two(day)}`;
  const full = new Date(`${year ?? 2028}-${date}T00:00:00Z`);
  if (Number.isNaN(full.getTime()) || full.toISOString().slice(5, 10) !== date) return undefined;
  return year === undefined ? date : `${year}-${date}`;
}
