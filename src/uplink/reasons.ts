// Reason codes of a PUBACK (MQTT 5, section 3.4.2.1) and what they mean for a row.
import { ReasonCodes } from 'mqtt';

/** Nobody is subscribed: the broker took the message and threw it away. */
export const noSubscriber = 0x10;

export const isTaken = (reason: number) => reason < 0x80 && reason !== noSubscriber;

/** Topic name invalid, packet too large, payload format invalid, QoS not supported: no later try would end otherwise. */
const forGood = new Set([0x90, 0x95, 0x99, 0x9b]);
export const isForGood = (reason: number) => forGood.has(reason);

const names: Readonly<Record<number, string>> = ReasonCodes;
/** In one English line: `Quota exceeded (0x97)`. */
export const reasonText = (code: number) =>
  `${names[code] ?? 'unknown reason'} (0x${code.toString(16).padStart(2, '0')})`;
