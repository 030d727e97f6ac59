// One connection to the broker, from its first try to its end; the next one is a new object. The only file that knows
// mqtt.js. What mqtt.js would do on its own is turned off: it neither reconnects, nor stores, nor resubscribes, nor
// logs (its debug output contains the password).
import type { Readable } from 'node:stream';
import { TLSSocket } from 'node:tls';
import mqtt, { type IClientOptions, type MqttClient } from 'mqtt';
import { type Clock, every, withDeadline } from '../../runtime/clock.ts';
import { timedOut } from '../../runtime/errors.ts';
import type { Secret } from '../../runtime/secret.ts';
import { contentType } from '../envelope.ts';
import { closed, endedBy, failedWith, type LinkFailure, silent } from './failure.ts';
import { nullStore } from './null-store.ts';

export interface LinkOptions {
  readonly broker: { readonly protocol: 'mqtt' | 'mqtts'; readonly host: string; readonly port: number };
  readonly version: 5 | '3.1.1';
  readonly clientId: string;
  readonly username: string | undefined;
  readonly password: Secret | undefined;
  /** PEM files, read. */
  readonly tls: { readonly ca?: Buffer; readonly cert?: Buffer; readonly key?: Buffer };
  /** Name that the broker's certificate must bear, and that is asked for (SNI); that of the address where it is absent. */
  readonly serverName: string | undefined;
  /** With MQTT 5: told to the broker with the connection. */
  readonly userProperties: Readonly<Record<string, string>>;
  readonly keepaliveMs: number;
  /** 0: the broker forgets us at once when we are away. */
  readonly sessionExpiryMs: number;
  /** Until the broker has to have answered the first packet. */
  readonly connectTimeoutMs: number;
  /** What the broker says for us, retained, when the connection breaks. */
  readonly will: { readonly topic: string; readonly payload: string };
  /** With MQTT 5: so long the broker waits before it says it, and does not where we are back by then. */
  readonly willDelayMs: number;
}

export interface LinkEvents {
  onUp(limits: LinkLimits): void;
  /** Exactly once, also for a connection that never came about; nothing is called after it. */
  onDown(failure: LinkFailure): void;
  /** The message is acknowledged to the broker when the promise resolves; it must not reject. */
  onMessage(topic: string, payload: Buffer, retained: boolean): Promise<void>;
}

/** What the broker can take. */
export interface LinkLimits {
  /** Messages on their way unacknowledged. */
  readonly receiveMaximum: number;
  /** Bytes of a whole MQTT packet. */
  readonly maximumPacketSize: number;
  /** The broker kept our session: what was sent to us while we were away comes now. */
  readonly sessionPresent: boolean;
}

export interface PublishOptions {
  readonly retain?: boolean;
  /** Told with MQTT 5; that of a CloudEvent where it is absent. */
  readonly contentType?: string;
  /** With MQTT 5: told beside the payload, so that a broker can act on it. */
  readonly userProperties?: Readonly<Record<string, string>> | undefined;
  /** With MQTT 5: how long the broker may keep it for a receiver that is away, seconds. */
  readonly expirySeconds?: number | undefined;
}

export interface Link {
  /**
   * Publishes at QoS 1. `done` gets the reason code of the acknowledgement: 0 sent, 0x10 nobody is subscribed, from 0x80
   * on refused (always 0 with 3.1.1). It is not called where the link ends first.
   */
  publish(topic: string, payload: string | Buffer, options: PublishOptions, done: (reason: number) => void): void;
  /** Subscribes at QoS 1, without retained messages where the protocol can say so. Rejects where it is refused. */
  subscribe(filter: string): Promise<void>;
  /** Ends it in order, so that the last will is not said; gives up waiting after a second. */
  close(): Promise<void>;
  /** Ends it now. */
  cut(failure: LinkFailure): void;
  /** When the certificate that the broker presented ends, milliseconds since the epoch; undefined without TLS. */
  certificateEndMs(): number | undefined;
}

const noLimits: LinkLimits = {
  receiveMaximum: 65_535,
  maximumPacketSize: Number.POSITIVE_INFINITY,
  sessionPresent: false,
};
/** The largest packet that is taken in. Commands are small; nothing else is subscribed to. */
const maximumIncoming = 256 * 1024;
const closeDeadlineMs = 700;
/** A tenth early, so that a dead link is noticed within 1.5 times the keepalive, timers and all. */
const keepaliveHaste = 0.9;

function mqttOptions(o: LinkOptions, clock: Clock): IClientOptions {
  const five = o.version === 5;
  return {
    ...o.broker,
    ...(o.broker.protocol === 'mqtts'
      ? { ...o.tls, rejectUnauthorized: true, ...(o.serverName ? { servername: o.serverName } : {}) }
      : {}),
    protocolVersion: five ? 5 : 4,
    clientId: o.clientId,
    clean: o.sessionExpiryMs === 0,
    ...(o.username === undefined ? {} : { username: o.username }),
    ...(o.password === undefined ? {} : { password: o.password.reveal() }),
    keepalive: Math.max(1, Math.round(o.keepaliveMs / 1000)),
    connectTimeout: o.connectTimeoutMs,
    reconnectPeriod: 0,
    resubscribe: false,
    queueQoSZero: false,
    outgoingStore: nullStore,
    will: {
      ...o.will,
      qos: 1,
      retain: true,
      ...(five ? { properties: { contentType, willDelayInterval: Math.round(o.willDelayMs / 1000) } } : {}),
    },
    ...(five
      ? {
          properties: {
            sessionExpiryInterval: Math.round(o.sessionExpiryMs / 1000),
            receiveMaximum: 20,
            maximumPacketSize: maximumIncoming,
            userProperties: { ...o.userProperties },
          },
        }
      : {}),
    timerVariant: {
      set: (fn: () => void, ms: number) => every(clock, ms * keepaliveHaste, fn),
      clear: (cancel: unknown) => (cancel as () => void)(),
    } as never,
    log: () => {},
  };
}

export function openLink(options: LinkOptions, events: LinkEvents, clock: Clock): Link {
  let client: MqttClient | undefined;
  let over = false;
  let seen: LinkFailure | undefined;
  /** Reason code of the PUBACK that is being handled: mqtt.js reports 0x10 as plain success. */
  let ackReason = 0;

  const down = (failure: LinkFailure) => {
    if (over) return;
    over = true;
    client?.end(true);
    events.onDown(failure);
  };

  try {
    client = mqtt.connect(mqttOptions(options, clock));
  } catch (error) {
    const failure = failedWith(error);
    clock.after(0, () => down(failure));
  }
  if (client) {
    const stream = client.stream as unknown as Readable;
    let unparsed = 0;
    stream.on('data', (bytes: Buffer) => {
      unparsed += bytes.length;
      // MQTT 3.1.1 cannot tell the broker how much we take: a packet that never ends must not fill the memory.
      if (unparsed > 4 * maximumIncoming) down(closed('the broker sent a packet that is too large'));
    });
    client.on('packetreceive', (packet) => {
      unparsed = 0;
      if (packet.cmd === 'puback') ackReason = packet.reasonCode ?? 0;
      else if (packet.cmd === 'connack' && (packet.reasonCode ?? packet.returnCode) === 0) {
        const { receiveMaximum = 65_535, maximumPacketSize = Number.POSITIVE_INFINITY } = packet.properties ?? {};
        limits = { receiveMaximum, maximumPacketSize, sessionPresent: packet.sessionPresent };
      }
    });
    let limits = noLimits;
    client.handleMessage = (packet, done) => {
      if (over) return;
      void events.onMessage(packet.topic, Buffer.from(packet.payload), packet.retain).then(() => {
        if (!over) done();
      });
    };
    client.on('connect', () => {
      if (!over) events.onUp(limits);
    });
    client.on('disconnect', (packet) => {
      seen ??= endedBy(packet.reasonCode ?? 0, options.clientId);
      down(seen);
    });
    client.on('error', (error) => {
      const dead = error.message === 'Keepalive timeout';
      seen ??= dead ? silent(options.keepaliveMs * 1.5 * keepaliveHaste) : failedWith(error);
      down(seen);
    });
    client.on('close', () => down(seen ?? closed()));
  }

  return {
    publish(topic, payload, { retain = false, contentType: type, userProperties, expirySeconds }, done) {
      if (over || !client) return;
      const properties = {
        contentType: type ?? contentType,
        ...(userProperties ? { userProperties: { ...userProperties } } : {}),
        ...(expirySeconds === undefined ? {} : { messageExpiryInterval: expirySeconds }),
      };
      client.publish(topic, payload, { qos: 1, retain, properties }, (error) => {
        // Without a code it is no acknowledgement but the end of the link, which `onDown` tells.
        if (over || (error && !('code' in error))) return;
        done(ackReason);
      });
    },
    async subscribe(filter) {
      if (over || !client) return;
      // Retain handling 2: no retained command; no local: nothing of our own.
      await client.subscribeAsync({ [filter]: { qos: 1, nl: true, rh: 2 } });
    },
    async close() {
      if (over || !client) return;
      over = true;
      const ending = client;
      if (!ending.connected) {
        ending.end(true);
        return;
      }
      // mqtt.js would wait for what is unacknowledged, for ever.
      ending.outgoing = {};
      const ended = ending.endAsync(false);
      await withDeadline(clock, closeDeadlineMs, ended, () => timedOut('disconnect', closeDeadlineMs, 'network')).catch(
        () => void ending.stream.destroy(),
      );
    },
    cut: down,
    certificateEndMs() {
      const stream = client?.stream;
      if (!(stream instanceof TLSSocket)) return undefined;
      const ms = Date.parse(stream.getPeerCertificate().valid_to);
      return Number.isNaN(ms) ? undefined : ms;
    },
  };
}
