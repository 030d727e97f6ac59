// A subscription at a broker of the site, as a connection that gives one message at a time. Retained messages are left
// out: nobody knows how old they are.

import type { OpenWire } from '../../../fieldbus/link.ts';
import { HaidangError, messageOf } from '../../../runtime/errors.ts';
import { resolveSecret } from '../../../runtime/secret.ts';
import type { InputConfigOf } from '../config.ts';

/** A message that is longer is none of a sensor. */
const longestMessage = 65_536;
const connectTimeoutMs = 4_000;

export function mqttWire(source: InputConfigOf<'mqtt'>['source'], clientId: string): OpenWire {
  return async (events, signal) => {
    const { connectAsync } = await import('mqtt');
    const { url, topic, username, password } = source;
    const client = await connectAsync(url, {
      clientId,
      clean: true,
      // The link above opens again when this one is gone.
      reconnectPeriod: 0,
      connectTimeout: connectTimeoutMs,
      ...(username === undefined ? {} : { username }),
      ...(password === undefined ? {} : { password: resolveSecret(password).reveal() }),
    }).catch((error: unknown) => {
      throw new HaidangError('network', 'disconnected', messageOf(error));
    });
    let isClosing = false;
    const close = async () => {
      isClosing = true;
      await client.endAsync(true).catch(() => {});
    };
    let reason = 'the broker closed the connection';
    client.on('error', (error) => {
      reason = messageOf(error);
    });
    client.on('close', () => {
      if (isClosing) return;
      void close();
      events.onClosed(reason);
    });
    client.on('message', (_topic, payload, packet) => {
      if (!packet.retain && payload.length <= longestMessage) events.onData(payload);
    });
    try {
      if (signal.aborted) throw new HaidangError('network', 'disconnected', 'given up');
      const [grant] = await client.subscribeAsync(topic, { qos: 1 });
      if (!grant || grant.qos > 2) throw new HaidangError('configuration', 'not-allowed', `${topic} is not allowed`);
    } catch (error) {
      await close();
      throw error;
    }
    return { write: () => {}, close };
  };
}
