// A host as a site file writes it: of a line, a broker, a camera, a server that files go to. One judgement for all of them.
import { isIPv4, isIPv6 } from 'node:net';
import { z } from 'zod';
import { type Message, message } from '../messages/catalogue.ts';
import { refuse } from '../runtime/schema.ts';

/** Why this is no host name and no IP address; undefined where it may be one. An IPv6 address has no brackets here. */
export function hostMistake(host: string): Message | undefined {
  if (/[\s/:,;@]/.test(host) && !isIPv6(host)) return message('fieldbus.host-only', { found: host });
  // The system would make another address of it: 192.168.001.010 is 192.168.1.8 there, and 192.0.210 is 192.0.0.210.
  if (/^[\d.]+$/.test(host) && !isIPv4(host)) return message('fieldbus.not-ipv4', { found: host });
  return undefined;
}

export const hostSchema = z
  .string()
  .min(1)
  .check((ctx) => {
    const mistake = hostMistake(ctx.value);
    if (mistake) refuse(ctx, mistake);
  });
