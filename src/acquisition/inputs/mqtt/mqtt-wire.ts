// A subscription at a broker of the site, as a connection that gives one message at a time. Retained messages are left
// out: nobody knows how old they are.
import type { OpenWire } from '../../../fieldbus/link.ts';
import { connectMqtt } from '../../../fieldbus/mqtt-connection.ts';
import type { InputConfigOf } from '../config.ts';

/** A message that is longer is none of a sensor. */
const longestMessage = 65_536;

export function mqttWire(source: InputConfigOf<'mqtt'>['source'], clientId: string): OpenWire {
  return async (events, signal) => {
    const onMessage = (_topic: string, payload: Buffer, isRetained: boolean) => {
      if (!isRetained && payload.length <= longestMessage) events.onData(payload);
    };
    const onClosed = (reason: string) => events.onClosed(reason);
    const { close } = await connectMqtt(source, clientId, [source.topic], { onMessage, onClosed }, signal);
    return { write: () => {}, close };
  };
}
