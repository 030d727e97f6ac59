// The sentence of an event in both languages, and the words that the sentences of several rules share.
import type { Point, RoadUserClass } from '../../domain/detection.ts';
import { catalogue, inBoth, type MessageCode, message, type ParamsOf } from '../../messages/catalogue.ts';
import type { Phrase } from '../../messages/text.ts';
import { formatDuration } from '../../runtime/schema.ts';
import type { SignalState } from '../signal/signal.ts';
import type { Scene } from './rule.ts';

/** A message of the catalogue in both languages. */
export const explain = <C extends MessageCode>(
  code: C,
  ...params: keyof ParamsOf<C> extends never ? [] : [ParamsOf<C>]
): Phrase => inBoth(message(code, ...params));

/** A pixel as shares of the picture, as the configuration writes points. */
export const inPicture = (scene: Pick<Scene, 'width' | 'height'>, p: Point): string =>
  `(${(p.x / scene.width).toFixed(2)}, ${(p.y / scene.height).toFixed(2)})`;

export const seconds = (ms: number, decimals = 1): Phrase =>
  explain('time.seconds', { n: (ms / 1000).toFixed(decimals) });

/** A length of time of the configuration. Vietnamese says parts of a second as such, not in milliseconds. */
export function duration(ms: number): Phrase {
  const en = formatDuration(ms);
  const n = Number.parseFloat(en);
  const unit = en.slice(String(n).length) as 'd' | 'h' | 'min' | 's' | 'ms';
  return unit === 'ms' ? explain('time.ms', { n: { en: `${n}`, vi: `${n / 1000}` } }) : explain(`time.${unit}`, { n });
}

export const classWord = (c: RoadUserClass): Phrase => explain(`class.${c}`);

export const stateWord = (state: SignalState): Phrase => explain(`signal.${state}`);

/** The kind of a rule as a heading. */
export function kindWord(kind: string): Phrase {
  const code = `kind.${kind}`;
  return code in catalogue ? explain(code as 'kind.speed') : { en: kind, vi: kind };
}

/** So many of those whom a rule of these classes looks at: English leaves away of what, Vietnamese does not. */
export function counted(classes: readonly RoadUserClass[] | undefined, n: number): Phrase {
  const [one, ...others] = classes ?? [];
  const isVehicles = one !== undefined && !classes?.includes('person');
  const what =
    one && others.length === 0 ? classWord(one) : explain(isVehicles ? 'count.vehicles' : 'count.road-users');
  return { en: `${n}`, vi: `${n} ${what.vi}` };
}
