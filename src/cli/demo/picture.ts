// What the operations centre knows, put together from the messages it received: the latest readings, the camera's
// counts and events, the lamps, and a story of what happened. Pure; the view draws it.
import type { OutgoingKind, OutgoingOf } from '../../domain/outgoing.ts';
import { type Message, message } from '../../messages/catalogue.ts';
import type { ReceivedMessage } from '../../uplink/contract.ts';
import { typeOf } from '../../uplink/envelope.ts';
import type { StatusData } from '../../uplink/status.ts';
import { Sequences } from '../ioc/sequences.ts';

type Kind = OutgoingKind;
type Data<K extends Kind> = Omit<OutgoingOf<K>, 'kind' | 'at'>;

export interface DeviceView {
  readonly readings: Data<'device.readings'>['readings'];
  readonly timeMs: number;
  readonly online: boolean | undefined;
}

export interface CameraView {
  state: 'online' | 'blind' | undefined;
  reason: string;
  /** Crossings since the start, of all lines: class to count. */
  readonly forward: Map<string, number>;
  readonly backward: Map<string, number>;
  readonly events: { readonly timeMs: number; readonly event: Data<'camera.event'> }[];
}

export interface LampView {
  readonly state: Data<'lamp.state'>;
  readonly fault: string | undefined;
}

export interface StoryEntry {
  /** Milliseconds since the demo began. */
  readonly atMs: number;
  readonly what: Message;
  readonly tone: 'plain' | 'bad' | 'good';
}

const keptEvents = 8;
const keptStory = 200;

export class Picture {
  readonly devices = new Map<string, DeviceView>();
  readonly cameras = new Map<string, CameraView>();
  readonly lamps = new Map<string, LampView>();
  readonly story: StoryEntry[] = [];
  readonly sequences = new Sequences();
  gateway: 'online' | 'offline' | undefined;
  /** Messages that do not keep the contract. */
  invalid = 0;
  messages = 0;
  /** How many entries the story had, with those that were dropped. */
  told = 0;

  tell(atMs: number, what: Message, tone: StoryEntry['tone'] = 'plain'): void {
    this.story.push({ atMs, what, tone });
    this.told++;
    if (this.story.length > keptStory) this.story.shift();
  }

  /** Takes a message that keeps the contract. */
  take(received: ReceivedMessage, atMs: number): void {
    this.messages++;
    if (received.lane !== undefined && received.sequence !== undefined) {
      if (!this.sequences.add(received.source, received.lane, Number(received.sequence))) return;
    }
    const timeMs = Date.parse(received.time);
    const m = { ...received, timeMs, atMs };
    if (kindIs(m, 'device.readings')) this.#readings(m.data, timeMs);
    else if (kindIs(m, 'device.state')) this.#deviceState(m.data, atMs);
    else if (kindIs(m, 'camera.state')) this.#cameraState(m.data, atMs);
    else if (kindIs(m, 'camera.event')) this.#cameraEvent(m.data, timeMs, atMs);
    else if (kindIs(m, 'camera.counts')) this.#counts(m.data);
    else if (kindIs(m, 'lamp.state')) this.#lampState(m.data);
    else if (kindIs(m, 'lamp.fault')) this.#lampFault(m.data, atMs);
    else if (kindIs(m, 'command.reply')) this.#reply(m.data, atMs);
    else if (kindIs(m, 'gateway.status')) this.#gateway(m.data, atMs);
    else if (kindIs(m, 'gateway.part')) this.#part(m.data, atMs);
    else if (kindIs(m, 'gateway.maybe-missing')) this.#maybeMissing(m.data, atMs);
    else if (kindIs(m, 'outbox.evicted')) this.#evicted(received.source, m.data, atMs);
  }

  camera(id: string): CameraView {
    const known = this.cameras.get(id);
    if (known) return known;
    const fresh: CameraView = { state: undefined, reason: '', forward: new Map(), backward: new Map(), events: [] };
    this.cameras.set(id, fresh);
    return fresh;
  }

  #readings({ device, readings }: Data<'device.readings'>, timeMs: number): void {
    const before = this.devices.get(device);
    // Points are read at different periods: a batch holds those that were due, the others stay as they were.
    this.devices.set(device, { online: before?.online, timeMs, readings: { ...before?.readings, ...readings } });
  }

  #deviceState({ device, state, reason }: Data<'device.state'>, atMs: number): void {
    const before = this.devices.get(device) ?? { readings: {}, timeMs: 0 };
    this.devices.set(device, { ...before, online: state === 'online' });
    if (state === 'online') this.tell(atMs, message('demo.device-online', { device }), 'good');
    else this.tell(atMs, message('demo.device-offline', { device, reason }), 'bad');
  }

  #cameraState({ camera, state, reason }: Data<'camera.state'>, atMs: number): void {
    const view = this.camera(camera);
    view.state = state;
    view.reason = reason;
    if (state === 'online') this.tell(atMs, message('demo.camera-online', { camera }), 'good');
    else this.tell(atMs, message('demo.camera-blind', { camera, reason }), 'bad');
  }

  #cameraEvent(event: Data<'camera.event'>, timeMs: number, atMs: number): void {
    const view = this.camera(event.camera);
    view.events.push({ timeMs, event });
    if (view.events.length > keptEvents) view.events.shift();
    this.tell(atMs, eventMessage(event), event.severity === 'info' ? 'plain' : 'bad');
  }

  #counts({ camera, forward, backward }: Data<'camera.counts'>): void {
    const view = this.camera(camera);
    for (const [total, counts] of [
      [view.forward, forward],
      [view.backward, backward],
    ] as const) {
      for (const [name, n] of Object.entries(counts)) total.set(name, (total.get(name) ?? 0) + n);
    }
  }

  #lampState(state: Data<'lamp.state'>): void {
    this.lamps.set(state.lamp, { state, fault: this.lamps.get(state.lamp)?.fault });
  }

  #lampFault({ lamp, fault, active, detail }: Data<'lamp.fault'>, atMs: number): void {
    const known = this.lamps.get(lamp);
    if (known) this.lamps.set(lamp, { ...known, fault: active ? fault : undefined });
    if (active) this.tell(atMs, message('demo.lamp-fault', { lamp, fault, detail }), 'bad');
    else this.tell(atMs, message('demo.lamp-fault-over', { lamp, fault }), 'good');
  }

  #reply({ name, outcome, reason }: Data<'command.reply'>, atMs: number): void {
    if (outcome === 'done') this.tell(atMs, message('demo.reply-done', { name }), 'good');
    else this.tell(atMs, message('demo.reply-not-done', { name, outcome, reason: reason ?? '-' }), 'bad');
  }

  #gateway({ state, reason }: StatusData, atMs: number): void {
    if (this.gateway === state) return;
    this.gateway = state;
    if (state === 'online') this.tell(atMs, message('demo.gateway-online'), 'good');
    else if (reason === 'stopped') this.tell(atMs, message('demo.gateway-stopped'));
    else this.tell(atMs, message('demo.gateway-offline'), 'bad');
  }

  #part({ part, state, reason }: Data<'gateway.part'>, atMs: number): void {
    if (state === 'failed') this.tell(atMs, message('demo.part-failed', { part, reason }), 'bad');
    else this.tell(atMs, message('demo.part-recovered', { part }), 'good');
  }

  #maybeMissing({ since, until }: Data<'gateway.maybe-missing'>, atMs: number): void {
    this.tell(atMs, message('demo.maybe-missing', { since: since.slice(11, 23), until: until.slice(11, 23) }), 'bad');
  }

  #evicted(source: string, e: Data<'outbox.evicted'>, atMs: number): void {
    this.sequences.announce(source, e.lane, Number(e.firstSequence), Number(e.lastSequence));
    this.tell(atMs, message('demo.evicted', { lane: e.lane, count: e.count, reason: e.reason }), 'bad');
  }
}

/** An event as one line: what happened, and the path of its picture. */
export function eventMessage(event: Data<'camera.event'>): Message {
  const { camera, rule, type, phase, direction, count = 0 } = event;
  const still = event.still?.ref ?? event.stillMissing ?? '-';
  const who = { class: event.class ?? '' };
  if (type === 'line-crossing') {
    const arrow = direction === 'backward' ? '←' : '→';
    return message('demo.event.line-crossing', { camera, rule, ...who, arrow, still });
  }
  if (type === 'wrong-way') return message('demo.event.wrong-way', { camera, rule, ...who, still });
  if (type === 'crowding') {
    const code = phase === 'ended' ? 'demo.event.crowding-ended' : 'demo.event.crowding-began';
    return message(code, { camera, rule, count, still });
  }
  if (event.texts) return message('demo.event.said', { camera, rule, said: event.texts, still });
  return message('demo.event.other', { camera, rule, type, phase, ...who, still });
}

/** A kind of message with the data it carries. */
type DataOf = { [K in Kind]: Omit<OutgoingOf<K>, 'kind' | 'at'> } & {
  'gateway.status': StatusData;
};

/** Whether a message that was checked against the contract is of this kind: then its data is what the kind says. */
function kindIs<K extends keyof DataOf>(
  m: { type: string; data: unknown },
  kind: K,
): m is { type: string; data: DataOf[K] } {
  return m.type === typeOf(kind);
}
