import { type Message, message } from '../../messages/catalogue.ts';
import type { Finding, Inspector } from './inspector.ts';

/** Everything that was found, as data. */
export function totals(inspector: Inspector) {
  const { missing, announced, received } = inspector.sequences.count();
  const { missing: _, ...counts } = inspector.counts;
  return {
    messages: inspector.messages,
    gateways: inspector.gateways.size,
    received,
    missing,
    announced,
    ...counts,
    signatures: inspector.signatures,
    ...inspector.chains(),
  };
}

/** Whether all is as it should be. */
export function isClean(inspector: Inspector): boolean {
  const { missing } = inspector.sequences.count();
  return missing === 0 && Object.values(inspector.counts).every((n) => n === 0);
}

export function summary(inspector: Inspector): Message {
  const t = totals(inspector);
  return message('ioc.summary', {
    messages: t.messages,
    gateways: t.gateways,
    missing: t.missing,
    announced: t.announced,
    duplicates: t.duplicate,
    invalid: t.schema,
    chain: t.chain + t.conflict,
    order: t.order,
    forged: t.signature,
    signatures: t.signatures,
  });
}

/** A finding as a line for people. */
export const findingLine = ({ kind, where, what }: Finding) => `${kind.padEnd(9)} ${where}  ${what}`;
