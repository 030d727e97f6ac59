// Every text that a technician or an installer reads, in English and Vietnamese, one file an area. A message is a code
// and its parameters until the moment it is shown; codes and JSON stay English. `{name}` is a parameter. The optional
// hint says what to do. A test fails where a text or a parameter is missing in one language.
import { acquisitionMessages } from './acquisition.ts';
import { cliMessages } from './cli.ts';
import { configMessages } from './config.ts';
import { contractMessages } from './contract.ts';
import { demoMessages } from './demo.ts';
import { evidenceMessages } from './evidence.ts';
import { expressionMessages } from './expression.ts';
import { fieldbusMessages } from './fieldbus.ts';
import { filesMessages } from './files.ts';
import { iocMessages } from './ioc.ts';
import { keyMessages } from './key.ts';
import { lightingMessages } from './lighting.ts';
import { lightingCheckMessages } from './lighting-check.ts';
import { lightingCliMessages } from './lighting-cli.ts';
import { lightingPlanMessages } from './lighting-plan.ts';
import { lightingReportMessages } from './lighting-report.ts';
import { lightingWatchMessages } from './lighting-watch.ts';
import { modelsMessages } from './models.ts';
import { outboxMessages } from './outbox.ts';
import { outboxCliMessages } from './outbox-cli.ts';
import { replayMessages } from './replay.ts';
import { ruleEventMessages } from './rule-events.ts';
import { ruleWordMessages } from './rule-words.ts';
import { rulesMessages } from './rules.ts';
import { simulatorMessages } from './simulator.ts';
import { siteCheckMessages } from './site-check.ts';
import { sourceMessages } from './source.ts';
import { stationMessages } from './station.ts';
import { stationCheckMessages } from './station-check.ts';
import { stationReportMessages } from './station-report.ts';
import { statusMessages } from './status.ts';
import { talqMessages } from './talq.ts';
import type { Param, Phrase, Text } from './text.ts';
import { toolsMessages } from './tools.ts';
import { toolsOutputMessages } from './tools-output.ts';
import { uplinkMessages } from './uplink.ts';
import { valuesMessages } from './values.ts';
import { visionMessages } from './vision.ts';
import { visionPointsMessages } from './vision-points.ts';

export type Lang = 'en' | 'vi';

export const catalogue = {
  ...acquisitionMessages,
  ...expressionMessages,
  ...cliMessages,
  ...configMessages,
  ...contractMessages,
  ...demoMessages,
  ...evidenceMessages,
  ...fieldbusMessages,
  ...filesMessages,
  ...iocMessages,
  ...keyMessages,
  ...lightingMessages,
  ...lightingCheckMessages,
  ...lightingCliMessages,
  ...lightingPlanMessages,
  ...lightingReportMessages,
  ...lightingWatchMessages,
  ...modelsMessages,
  ...outboxMessages,
  ...outboxCliMessages,
  ...replayMessages,
  ...ruleEventMessages,
  ...ruleWordMessages,
  ...rulesMessages,
  ...simulatorMessages,
  ...siteCheckMessages,
  ...sourceMessages,
  ...stationMessages,
  ...stationCheckMessages,
  ...stationReportMessages,
  ...statusMessages,
  ...talqMessages,
  ...toolsMessages,
  ...toolsOutputMessages,
  ...uplinkMessages,
  ...valuesMessages,
  ...visionMessages,
  ...visionPointsMessages,
} as const;

export type MessageCode = keyof typeof catalogue;

// A `{…}` with a colon is text (`${env:NAME}`), not a parameter.
type Placeholders<S> = S extends `${string}{${infer P}}${infer Rest}`
  ? (P extends `${string}:${string}` ? never : P) | Placeholders<Rest>
  : never;
type HintOf<E> = E extends { hint: { en: infer H } } ? H : '';
/** The parameters a message takes: every `{name}` of its English text and hint. */
export type ParamsOf<C extends MessageCode> = Readonly<
  Record<Placeholders<(typeof catalogue)[C]['en']> | Placeholders<HintOf<(typeof catalogue)[C]>>, Param>
>;

export interface Message {
  readonly code: MessageCode;
  readonly params: Readonly<Record<string, Param>>;
}

/** A message to be shown later, with its parameters checked by the compiler. */
export function message<C extends MessageCode>(
  code: C,
  ...params: keyof ParamsOf<C> extends never ? [] : [ParamsOf<C>]
): Message {
  return { code, params: params[0] ?? {} };
}

function fill(template: string, params: Message['params'], lang: Lang): string {
  return template.replace(/\{([a-zA-Z][a-zA-Z0-9]*)\}/g, (whole, name: string) => {
    const value = params[name] ?? whole;
    return typeof value === 'object' ? value[lang] : String(value);
  });
}

/** What the message says in a language. */
export function render(m: Message, lang: Lang): string {
  return fill(catalogue[m.code][lang], m.params, lang);
}

/** The same in both languages, for what is kept or sent before anybody has chosen one. */
export const inBoth = (m: Message): Phrase => ({ en: render(m, 'en'), vi: render(m, 'vi') });

/** What to do about it, where the message knows. */
export function renderHint(m: Message, lang: Lang): string | undefined {
  const entry: Text = catalogue[m.code];
  return entry.hint ? fill(entry.hint[lang], m.params, lang) : undefined;
}

/** The language asked for, else the one of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English. */
export function chooseLang(asked: string | undefined, env: Readonly<Record<string, string | undefined>>): Lang {
  const from = asked ?? env['LC_ALL'] ?? env['LC_MESSAGES'] ?? env['LANG'] ?? '';
  return from.toLowerCase().startsWith('vi') ? 'vi' : 'en';
}
