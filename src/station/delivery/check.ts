// What is wrong with a delivery before it begins. Warnings: `check` may run on another machine than the agent.
import { readFileSync } from 'node:fs';
import { createSecureContext } from 'node:tls';
import { type Message, message } from '../../messages/catalogue.ts';
import type { Path } from '../../runtime/document/problem.ts';
import { messageOf } from '../../runtime/errors.ts';
import type { DeliveryConfig } from './config.ts';

interface Found {
  readonly path: Path;
  readonly severity: 'warning';
  readonly message: Message;
}

/** `path` from the root of the delivery. Secrets that are not there are found with those of the whole site. */
export function checkDelivery(config: DeliveryConfig): Found[] {
  const severity = 'warning' as const;
  if (config.by === 'ftp') return [{ path: ['by'], severity, message: message('station.delivery-plain') }];
  if (config.by !== 'ftps' || config.ca === undefined) return [];
  try {
    createSecureContext({ ca: readFileSync(config.ca) });
    return [];
  } catch (error) {
    const values = { file: config.ca, reason: messageOf(error) };
    return [{ path: ['ca'], severity, message: message('station.delivery-ca', values) }];
  }
}
