// The host and port within an address with a scheme (mqtts://broker.example.vn:8883), of brokers, cameras and services of the
// site. One judgement for all of them; the schemes and paths that each takes are its own.
import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import type { Phrase } from '../messages/text.ts';
import { words } from '../runtime/document/words.ts';
import { refuse } from '../runtime/schema.ts';
import { hostMistake } from './host.ts';

/** Why nothing can be reached at this address; undefined where something may be, or where it has another form altogether. */
export function urlMistake(text: string, example: string): Message | undefined {
  const authority = /^[a-z][a-z0-9+.-]*:\/\/([^/?#]*)/i.exec(text)?.[1];
  if (authority === undefined) return undefined;
  const place = authority.slice(authority.lastIndexOf('@') + 1);
  const [, host = '', port] = /^(\[[^\]]*\]|[^:]*)(?::(.*))?$/s.exec(place) ?? [];
  if (host === '' && port === undefined) return undefined;
  if (port !== undefined && !(/^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= 65_535)) {
    // What stands there may be a part of a password with a "/" in it: it is not repeated.
    return text.includes('@') ? undefined : message('fieldbus.bad-port', { found: port, example });
  }
  const mistake = hostMistake(host.replace(/^\[(.*)\]$/, '$1'));
  // The remedy for a line "host: …" is none here.
  return mistake?.code === 'fieldbus.host-only' ? message('fieldbus.bad-url-host', { found: host, example }) : mistake;
}

/** The address of a service of the site: scheme, host and port, and nothing behind them. */
export function serviceUrlSchema(pattern: RegExp, noun: Phrase, example: string) {
  return z
    .string()
    .check((ctx) => {
      const mistake = urlMistake(ctx.value, example);
      if (mistake) refuse(ctx, mistake);
      else if (!pattern.test(ctx.value)) {
        refuse(ctx, message('config.bad-format', { found: ctx.value, expected: noun, example }));
      }
    })
    .meta({ pattern: pattern.source, examples: [example] })
    .register(words, { noun, example });
}
