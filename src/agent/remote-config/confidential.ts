// What of a site file may be changed from afar only by a signed command. Whoever may publish under the role `config`
// could otherwise have the gateway log in at a broker of theirs with a password of the site, or add themselves to those
// whose signature counts. Looked at is the content after anchors, aliases and merge keys are resolved, against what is in
// force: taking a secret out and putting it back in later is as new as any other.
// A private key of TLS (`uplink.key`) is no secret in this sense: it never leaves the gateway, wherever it connects to.
import { isDeepStrictEqual } from 'node:util';
import { type Message, message, render, renderHint } from '../../messages/catalogue.ts';
import { YamlFile } from '../../runtime/document/document.ts';
import { cutText } from '../../runtime/text.ts';
import type { Refusal } from './candidate.ts';

/** Wider than what the schema takes for a reference: what only looks like one is none of ours either. */
const looksLikeSecret = /\$\{\s*(env|file)\s*:/i;

/** Keys beside a secret that say nothing of where it goes. Every other one does, those of tomorrow too. */
const harmless = new Set([
  ...['id', 'name', 'clientId', 'version', 'keepalive', 'window', 'sessionExpiry', 'willDelay', 'messageExpiry'],
  ...['history', 'media', 'commands', 'reconnectMax', 'failBack', 'timeout', 'retryFirst', 'retryMax', 'decoding'],
]);

/** How many keys are named. */
const mostNamed = 20;

type Parts = readonly (readonly [step: string, value: unknown])[];

interface Holder {
  readonly at: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Key or place below it, and the reference that stands there. */
  readonly secrets: ReadonlyMap<string, string>;
}

/**
 * The keys, as people write them, whose change needs a signature: secrets that are new or elsewhere, where something that
 * holds a secret connects to, and who may command.
 */
export function confidentialChanges(before: unknown, after: unknown): string[] {
  const known = new Map(holdersOf(before, '').map((h) => [h.at, h]));
  const keys = holdersOf(after, '').flatMap(({ at, value, secrets }) => {
    const old = known.get(at);
    const fresh = [...secrets].filter(([place, ref]) => old?.secrets.get(place) !== ref).map(([place]) => at + place);
    if (!old) return fresh;
    const moved = [...new Set([...Object.keys(old.value), ...Object.keys(value)])].filter(
      (key) =>
        !harmless.has(key) &&
        // What is below has a holder of its own where it matters; a secret that is gone goes nowhere.
        !isLeavingSecret(old.value[key], value[key]) &&
        !isDeepStrictEqual(old.value[key], value[key]),
    );
    return [...fresh, ...moved.map((key) => `${at}.${key}`)];
  });
  if (!isDeepStrictEqual(commandsOf(before), commandsOf(after))) keys.push('uplink.commands');
  return [...new Set(keys.map((k) => k.replace(/^\./, '')))];
}

/**
 * Why a site file may not take the place of another one.
 * @param signed whether an issuer that the site in force knows has signed the command.
 * @throws whatever a text throws that means harm, such as aliases without end.
 */
export function unsignedRefusal(current: string, text: string, signed: boolean): Refusal | undefined {
  if (signed) return undefined;
  const [before, after] = [new YamlFile('site', current).plain(), new YamlFile('site', text).plain()];
  // No site file at all: that is said with line and column by the check that follows.
  if (!isMap(after)) return undefined;
  const keys = confidentialChanges(before, after);
  if (keys.length === 0) return undefined;
  const named = keys.slice(0, mostNamed).map((k) => cutText(k, 120));
  const told = (list: string) => reasonOf(before, list);
  const more = keys.length > named.length ? `, … (${keys.length})` : '';
  return {
    refused: render(told(named.join(', ') + more), 'en'),
    problems: named.map((path) => {
      const m = told(path);
      return {
        ...{ path, code: m.code, message: render(m, 'en'), hint: renderHint(m, 'en') ?? null },
        vi: { message: render(m, 'vi'), hint: renderHint(m, 'vi') ?? null },
      };
    }),
  };
}

function reasonOf(before: unknown, keys: string): Message {
  const commands = commandsOf(before);
  const issuers = isMap(commands) ? commands['issuers'] : undefined;
  const hasIssuers = Array.isArray(issuers) && issuers.length > 0;
  return hasIssuers ? message('uplink.change-unsigned', { keys }) : message('uplink.change-on-site', { keys });
}

function holdersOf(value: unknown, at: string): Holder[] {
  const parts = partsOf(value);
  const below = parts.flatMap(([step, v]) => (isMap(v) || Array.isArray(v) ? holdersOf(v, at + step) : []));
  if (!isMap(value)) return below;
  const secrets = new Map(parts.flatMap(([step, v]) => secretsAt(v, step)));
  return secrets.size > 0 ? [{ at, value, secrets }, ...below] : below;
}

/** References that stand here, or in a list here; those in maps below belong to these. */
function secretsAt(value: unknown, at: string): [string, string][] {
  if (typeof value === 'string') return looksLikeSecret.test(value) ? [[at, value]] : [];
  return Array.isArray(value) ? value.flatMap((v, i) => secretsAt(v, `${at}[${i}]`)) : [];
}

/** Entries of a list that all have an `id` of their own are known by it, others by their number. */
function partsOf(value: unknown): Parts {
  if (isMap(value))
    return Object.entries(value).map(([key, v]) => [`.${/^\w+$/.test(key) ? key : JSON.stringify(key)}`, v]);
  if (!Array.isArray(value)) return [];
  const ids = value.map((v) => (isMap(v) && typeof v['id'] === 'string' ? v['id'] : undefined));
  const unique = !ids.includes(undefined) && new Set(ids).size === ids.length;
  return value.map((v, i) => [unique ? `[${JSON.stringify(ids[i])}]` : `[${i}]`, v]);
}

const isLeavingSecret = (old: unknown, now: unknown) =>
  now === undefined && typeof old === 'string' && looksLikeSecret.test(old);

const isMap = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function commandsOf(site: unknown): unknown {
  const uplink = isMap(site) ? site['uplink'] : undefined;
  return isMap(uplink) ? uplink['commands'] : undefined;
}
