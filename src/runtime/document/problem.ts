import { type Message, message } from '../../messages/catalogue.ts';
import type { Param, Phrase } from '../../messages/text.ts';
import { sameLength } from '../meant.ts';
import { nearest } from './nearest.ts';
import { meantInVietnamese } from './vietnamese.ts';

/** Where a thing stands in a document: keys and indices from its root. */
export type Path = readonly (string | number)[];

/** One mistake in a document, with where it stands. Lines and columns count from 1. */
export interface Problem {
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly path: Path;
  readonly severity: 'error' | 'warning';
  readonly message: Message;
}

/** A path as people write it: `cameras[0].rules[1].line`. */
export function formatPath(path: Path): string {
  return path.reduce<string>((text, key) => {
    if (typeof key === 'number') return `${text}[${key}]`;
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

const listed = (names: readonly string[]) => (names.length === 0 ? '-' : names.slice(0, 40).join(', '));

const kinds: Readonly<Record<string, Phrase>> = {
  line: { en: 'line', vi: 'đường truyền' },
  device: { en: 'device', vi: 'thiết bị' },
  profile: { en: 'device profile', vi: 'hồ sơ thiết bị' },
  point: { en: 'point', vi: 'điểm đo' },
  camera: { en: 'camera', vi: 'camera' },
  model: { en: 'model', vi: 'mô hình' },
  lamp: { en: 'lamp', vi: 'đèn' },
  'lamp type': { en: 'lamp type', vi: 'loại đèn' },
  cabinet: { en: 'cabinet', vi: 'tủ' },
  circuit: { en: 'circuit', vi: 'lộ' },
  program: { en: 'program', vi: 'chương trình' },
  calendar: { en: 'calendar', vi: 'lịch' },
  group: { en: 'group', vi: 'nhóm' },
  route: { en: 'route', vi: 'tuyến' },
  input: { en: 'input', vi: 'tín hiệu vào' },
  broker: { en: 'broker', vi: 'broker' },
  scenario: { en: 'scenario', vi: 'kịch bản' },
  pack: { en: 'rule pack', vi: 'bộ quy chuẩn' },
};

/** A kind of thing in the site file, as people call it. */
export const kindOf = (what: string): Param => kinds[what] ?? what;

/** What stands in a file of its own, and is not declared in the site file. */
const filesOf: Readonly<Record<string, Phrase>> = {
  profile: {
    en: 'or add a file of that name to device-profiles/',
    vi: 'hoặc thêm tệp có tên đó vào device-profiles/',
  },
  model: { en: 'or add one with "haidang models add"', vi: 'hoặc thêm mô hình bằng "haidang models add"' },
  pack: {
    en: 'or add a file of that name to config/rule-packs/',
    vi: 'hoặc thêm tệp có tên đó vào config/rule-packs/',
  },
};

/** The only one that has it as its beginning, its end or a part: "sdm630" for "eastron-sdm630". */
function holding(found: string, known: readonly string[]): string | undefined {
  const part = found.toLowerCase();
  const all = part.length < 3 ? [] : known.filter((name) => name.toLowerCase().includes(part));
  return all.length === 1 ? all[0] : undefined;
}

/** "There is no line named X", with the nearest known one. `what` is a kind: device, line, profile, model, … */
export function unknownName(what: string, found: string, known: readonly string[]): Message {
  const near = nearest(found, known) ?? holding(found, known);
  const params = { what: kindOf(what), found, allowed: listed([...new Set(known)]) };
  if (near) return message('config.unknown-name-near', { ...params, near });
  const where = filesOf[what];
  return where ? message('config.unknown-name-file', { ...params, where }) : message('config.unknown-name', params);
}

/** "Not one of these", with the nearest allowed value. */
export function notOneOf(found: string, allowed: readonly string[]): Message {
  // "Friday" for "fri".
  const begun = allowed.filter((name) => name.length > 2 && found.toLowerCase().startsWith(name));
  // Of amounts the one that is written most alike is another amount.
  const isAmount = [found, ...allowed].filter((name) => /^\d/.test(name)).length > 1 && /^\d/.test(found);
  const near =
    meantInVietnamese(found, allowed) ??
    (isAmount ? sameLength(found, allowed) : nearest(found, allowed)) ??
    (begun.length === 1 ? begun[0] : holding(found, allowed));
  const params = { found, allowed: listed(allowed) };
  return near ? message('config.not-one-of-near', { ...params, near }) : message('config.not-one-of', params);
}

/** "Unknown key", with the nearest allowed one. */
export function unknownKey(found: string, allowed: readonly string[]): Message {
  if (/^-\w/.test(found)) return message('config.dash-no-space', { rest: `${found.slice(1)}: …` });
  if (found === '<<') return message('config.merge-key');
  const glued = /^([^:=]+)\s*[:=]\s*(.+)$/.exec(found);
  if (glued && allowed.includes(glued[1] ?? '')) {
    return message('config.key-no-space', { key: glued[1] ?? '', fixed: `${glued[1]}: ${glued[2]}` });
  }
  // "lat" for "latitude".
  const begun = found.length > 2 ? allowed.filter((name) => name.startsWith(found.toLowerCase())) : [];
  const near = nearest(found, allowed) ?? (begun.length === 1 ? begun[0] : undefined);
  const params = { found, allowed: listed(allowed) };
  return near ? message('config.unknown-key-near', { ...params, near }) : message('config.unknown-key', params);
}
