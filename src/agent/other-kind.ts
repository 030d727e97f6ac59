// A YAML file that is given for a site file and is another one of ours, or none of ours. Told in one answer: what each of its
// keys is not would help nobody.
import { type Message, message } from '../messages/catalogue.ts';
import type { Phrase } from '../messages/text.ts';
import { nearest } from '../runtime/document/nearest.ts';
import { siteSchema } from './config.ts';

interface Kind {
  readonly keys: readonly string[];
  readonly what: Phrase;
  readonly remedy: Phrase;
}
/** By the keys that one of them has and a site has not. */
const kinds: readonly Kind[] = [
  {
    keys: ['identity'],
    what: { en: 'a device profile', vi: 'một hồ sơ thiết bị' },
    remedy: { en: 'name it as "profile:" of a device', vi: 'hãy ghi tên nó ở "profile:" của một thiết bị' },
  },
  {
    keys: ['limits', 'title'],
    what: { en: 'a rule pack', vi: 'một bộ quy chuẩn' },
    remedy: { en: 'name it under "packs:" of the station', vi: 'hãy ghi tên nó trong "packs:" của station' },
  },
  {
    keys: ['files', 'output'],
    what: { en: 'a model card', vi: 'một thẻ mô hình' },
    remedy: {
      en: '"haidang models list" shows what is wrong with it',
      vi: '"haidang models list" cho biết nó sai ở đâu',
    },
  },
  {
    keys: ['place', 'traffic'],
    what: { en: 'a scenario of a drawn camera', vi: 'một kịch bản của camera vẽ' },
    remedy: {
      en: 'name it as "scenario:" of a camera’s source',
      vi: 'hãy ghi tên nó ở "scenario:" trong source của camera',
    },
  },
  {
    keys: ['inputs', 'presence'],
    what: { en: 'what is supposed to happen in a night', vi: 'giả định cho một đêm' },
    remedy: {
      en: 'give it to "haidang lighting plan" with --suppose',
      vi: 'hãy đưa nó cho "haidang lighting plan" bằng --suppose',
    },
  },
];

const known = Object.keys(siteSchema.shape);

/** Why this is no site file at all; undefined where it is one, with mistakes or without. */
export function otherKind(content: unknown): Message | undefined {
  if (typeof content !== 'object' || content === null || Array.isArray(content)) return undefined;
  const keys = Object.keys(content);
  if (keys.length === 0 || keys.includes('gateway')) return undefined;
  const kind = kinds.find((k) => k.keys.every((key) => keys.includes(key)));
  if (kind) return message('config.other-kind', { what: kind.what, remedy: kind.remedy });
  if (keys.some((key) => key !== 'version' && (known.includes(key) || nearest(key, ['gateway'])))) return undefined;
  return keys.every((key) => key === 'version')
    ? undefined
    : message('config.no-site', { found: keys.slice(0, 5).join(', ') });
}
