// What an event says, as somebody who watches reads it: the sentence it carries in their language where it has one, else
// its fields; never its place on the map, nor what stands in the subject already. Programs take `--json`.
import type { Lang } from '../../messages/catalogue.ts';

type Data = Readonly<Record<string, unknown>>;

/** In the subject, or for a map. */
const beside = new Set(['location', 'device', 'camera', 'lamp', 'cabinet', 'texts', 'box']);
const mostText = 300;

export function saidOf(data: Data, lang: Lang): string {
  const readings = isData(data['readings']) ? readingsOf(data['readings']) : undefined;
  const sentence = sentenceOf(data, lang);
  // A camera that is none says what a real one would have said.
  const inner = isData(data['said']) ? sentenceOf(data['said'], lang) : undefined;
  const told = sentence ?? inner;
  const fields = Object.entries(data)
    .filter(([key, value]) => !beside.has(key) && key !== 'readings' && value !== null && value !== '')
    .filter(([key]) => !(key === 'explanation' && sentence !== undefined))
    .map(([key, value]) => `${key}=${shown(value)}`);
  const said = readings ?? [...(told === undefined ? [] : [`${told}  `]), ...fields].join(' ');
  return said.length > mostText ? `${said.slice(0, mostText)}…` : said;
}

function sentenceOf({ texts }: Data, lang: Lang): string | undefined {
  const sentence = isData(texts) ? texts[lang] : undefined;
  return typeof sentence === 'string' ? sentence : undefined;
}

/** `pm25 22.1 ug/m3`; what is not good says why. */
function readingsOf(readings: Data): string {
  return Object.entries(readings)
    .map(([point, reading]) => {
      const { value = null, unit = '', quality = '' } = isData(reading) ? reading : {};
      const doubt = quality === 'good' ? '' : ` (${quality})`;
      return `${point} ${value === null ? '–' : shown(value)}${value === null || unit === '' ? '' : ` ${unit}`}${doubt}`;
    })
    .join(', ');
}

const isData = (value: unknown): value is Data => typeof value === 'object' && value !== null && !Array.isArray(value);
const shown = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
