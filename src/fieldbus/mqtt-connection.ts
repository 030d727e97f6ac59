// One connection to a broker of the site, as those rooms need it that talk to local devices over MQTT. Every opening is
// a clean session; whoever holds the connection (a Link) opens it again when it is gone.
import type { MqttClient } from 'mqtt';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import type { SecretRef } from '../runtime/schema.ts';
import { resolveSecret } from '../runtime/secret.ts';

export interface BrokerAddress {
  readonly url: string;
  readonly username?: string | undefined;
  readonly password?: SecretRef | undefined;
}

export interface MqttEvents {
  onMessage(topic: string, payload: Buffer, isRetained: boolean): void;
  /** Once, when the connection ended by itself. */
  onClosed(reason: string): void;
}

export interface MqttConnection {
  readonly client: MqttClient;
  close(): Promise<void>;
}

const connectTimeoutMs = 4_000;
/** Topics of one subscription: a broker may refuse a larger packet. */
const topicsAtOnce = 100;

/**
 * Connects and subscribes.
 * @throws HaidangError `disconnected`, or `not-allowed` where the broker does not grant a topic.
 */
export async function connectMqtt(
  { url, username, password }: BrokerAddress,
  clientId: string,
  topics: readonly string[],
  events: MqttEvents,
  signal: AbortSignal,
): Promise<MqttConnection> {
  const { connectAsync } = await import('mqtt');
  const client = await connectAsync(url, {
    clientId,
    clean: true,
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
  client.on('message', (topic, payload, packet) => events.onMessage(topic, payload, packet.retain));
  try {
    if (signal.aborted) throw new HaidangError('network', 'disconnected', 'given up');
    for (let at = 0; at < topics.length; at += topicsAtOnce) {
      const asked = topics.slice(at, at + topicsAtOnce);
      const grants = await client.subscribeAsync([...asked], { qos: 1 });
      const refused = grants.find((g) => g.qos > 2);
      if (refused || grants.length === 0) {
        throw new HaidangError('configuration', 'not-allowed', `${refused?.topic ?? asked[0]} is not allowed`);
      }
    }
  } catch (error) {
    await close();
    throw error;
  }
  return { client, close };
}
