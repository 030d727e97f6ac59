import { type Message, message } from '../../messages/catalogue.ts';
import type { Picture } from './picture.ts';

export interface Verdict {
  readonly good: boolean;
  readonly said: Message;
}

/**
 * What the demo proved.
 * @param left messages that still waited in the gateway when it was ended.
 * @param stopped true where somebody stopped it: then it may be that nothing had come yet.
 * @param agentEnded how the agent ended by itself; null where it was ended by us.
 */
export function verdictOn(picture: Picture, left: number, agentEnded: string | null, stopped = false): Verdict {
  const { received, repeated, missing, announced } = picture.sequences.count();
  const { messages, invalid } = picture;
  const complete = missing === 0 && invalid === 0 && agentEnded === null && (received > 0 || stopped);
  if (complete && left === 0) {
    return { good: true, said: message('demo.final-good', { messages, gaps: announced, repeated }) };
  }
  if (complete) return { good: false, said: message('demo.final-waiting', { count: left, messages }) };
  const holes = picture.sequences.holes().join(', ') || '-';
  return { good: false, said: message('demo.final-bad', { missing, holes, invalid, messages }) };
}
