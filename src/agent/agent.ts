// The wiring: the one file that knows all rooms. It builds every service from the checked site, hands each its own slice
// of the configuration, a logger, the clock and `send`, and gives them to the supervisor in the order in which they
// depend on each other: the outbox first, so that whatever is said from then on is kept, and ended last.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Acquisition } from '../acquisition/acquisition.ts';
import { Inputs } from '../acquisition/inputs/inputs.ts';
import type { Send } from '../domain/outgoing.ts';
import { createLine, type TracedLine } from '../fieldbus/line.ts';
import { Lighting } from '../lighting/lighting.ts';
import { bootOfMachine } from '../outbox/boot.ts';
import { MediaStore } from '../outbox/media-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { SystemClock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import { Supervisor } from '../runtime/supervisor.ts';
import type { Archive } from '../station/archive/archive.ts';
import type { Station } from '../station/station.ts';
import { AnswerFile } from '../uplink/commands/answers.ts';
import { type EnvelopeContext, sourceOf, toDraft } from '../uplink/envelope.ts';
import { Uplink } from '../uplink/uplink.ts';
import { Detector } from '../vision/detect/detector.ts';
import { removeOtherViews } from '../vision/picture/other-views.ts';
import type { AlarmDesk } from './alarms/desk.ts';
import { alarmDeskOf, alarmsNow } from './alarms/wire.ts';
import { Announcer } from './announcer.ts';
import { calendarJobs } from './calendar.ts';
import { camerasOf, weightsOf } from './cameras.ts';
import { ClockTrust } from './clock-trust.ts';
import { routeCommand } from './commands.ts';
import type { Site } from './config.ts';
import { ControlSocket } from './control-socket.ts';
import { type Evidence, evidenceOf } from './evidence.ts';
import { Jobs } from './jobs.ts';
import { lightingMethods } from './lighting-methods.ts';
import { lightingWatchOf } from './lighting-watch.ts';
import type { Loaded } from './load.ts';
import { locationsOf } from './locations.ts';
import { outboxMethods } from './outbox-methods.ts';
import { pointValues } from './point-values.ts';
import { readPointOf } from './read-point.ts';
import { conditionOf } from './remote-config/condition.ts';
import type { RemoteConfig } from './remote-config/remote-config.ts';
import { TrialWatch } from './remote-config/trial.ts';
import { StateFile } from './state-file.ts';
import { archiveOf, stationOf, thinned } from './station.ts';
import { type AgentStatus, statusOf } from './status.ts';
import { tellingOf } from './telling.ts';
import { busMethods } from './tools/bus-methods.ts';

export interface AgentOptions extends Omit<Loaded, 'site' | 'problems'> {
  readonly site: Site;
  /** Folder of the site file: paths in it are relative to it. */
  readonly siteFolder: string;
  /** Folder of everything that outlives a restart. */
  readonly data: string;
  readonly version: string;
  readonly clock: SystemClock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** The site file as the centre may change it. */
  readonly remote?: RemoteConfig;
  /** Injected into each commit of the outbox: for the benchmark of a slow disk. */
  readonly commitDelayMs?: number;
}

export class Agent {
  readonly #options: AgentOptions;
  readonly #bootId = randomUUID();
  readonly #supervisor: Supervisor;
  readonly #outbox: Outbox;
  readonly #state: StateFile;
  #clockTrust: ClockTrust | undefined;
  readonly #locations: ReturnType<typeof locationsOf>;
  #lighting: Lighting | undefined;
  #evidence: Evidence | undefined;
  #station: Station | undefined;
  readonly #alarms: AlarmDesk;
  readonly #send: Send;
  #archive: Archive | undefined;

  constructor(options: AgentOptions) {
    this.#options = options;
    const { site, data, clock, logger } = options;
    this.#send = tellingOf({
      before: (o) => this.#station?.heard(o),
      noted: (o) => this.#alarms.heard(o),
      thinned: (o) => thinned(this.#station, o),
      draft: (o) => toDraft(o, this.#context()),
      append: (draft) => this.#outbox.append(draft),
      hear: { lighting: (o) => this.#lighting?.heard(o), evidence: (o) => this.#evidence?.onSent(o) },
      keep: { archive: (o) => this.#archive?.heard(o) },
      logger: logger.child('telling'),
    });
    this.#outbox = new Outbox({
      config: site.outbox,
      directory: data,
      clock,
      logger: logger.child('outbox'),
      random: options.random,
      announce: (o) => this.#send(o),
      sign: true,
      ...(options.commitDelayMs === undefined ? {} : { commitDelayMs: options.commitDelayMs }),
    });
    this.#locations = locationsOf(options.site);
    this.#state = new StateFile(join(data, 'state.json'), logger.child('state'));
    this.#alarms = alarmDeskOf(site, {
      station: () => this.#station,
      parts: () => this.#supervisor.status().map((p) => p.part),
      ...{ send: this.#send, kept: this.#state, clock },
    });
    this.#supervisor = new Supervisor({
      clock,
      logger: logger.child('supervisor'),
      random: options.random,
      onFailed: (part, reason) => this.#send({ kind: 'gateway.part', at: clock.now(), part, state: 'failed', reason }),
      onRecovered: (part) =>
        this.#send({ kind: 'gateway.part', at: clock.now(), part, state: 'recovered', reason: '' }),
    });
    this.#wire();
  }

  /** Never rejects: what cannot start is retried while the rest works. */
  async start(): Promise<void> {
    const { site, data, logger } = this.#options;
    await Promise.all([this.#state.load(), removeOtherViews(data, site.cameras, logger.child('cameras'))]);
    await this.#supervisor.start();
  }

  /** @returns the names of the parts that did not end in time. */
  stop(): Promise<string[]> {
    return this.#supervisor.stop();
  }

  /** For errors that nobody caught. @returns false where the part at fault is not known. */
  onUncaught(error: unknown): boolean {
    return this.#supervisor.onUncaught(error);
  }

  status(): AgentStatus {
    const alarms = alarmsNow(this.#alarms);
    return statusOf(this.#options, { bootId: this.#bootId, parts: this.#supervisor.status(), alarms });
  }

  #context(): EnvelopeContext {
    const { site, version, configHash, clock } = this.#options;
    return {
      source: sourceOf(site.gateway.id),
      bootId: this.#bootId,
      uptimeSec: process.uptime(),
      recordedMs: clock.now().ms,
      configHash,
      agentVersion: version,
      timeErrorMs: this.#clockTrust?.errorMs() ?? null,
      locationOf: (subject) => this.#locations.get(subject),
    };
  }

  #wire(): void {
    const { site, profiles, models, scenes, data, version, configHash, clock, logger, random } = this.#options;
    const send = this.#send;
    const { gateway } = site;
    const uptime = () => Math.floor(process.uptime());
    const about = () => ({ agentVersion: version, bootId: this.#bootId, configHash, uptimeSec: uptime() });
    const outbox = this.#outbox;
    const media = new MediaStore({
      config: site.outbox,
      folder: data,
      clock,
      logger: logger.child('media'),
      onUsage: (bytes) => outbox.setMediaBytes(bytes),
      announce: send,
    });
    const evidence = evidenceOf({
      ...{ site, data, bootId: this.#bootId, version, configHash, outbox, send, clock, random },
      offerMedia: (id, ref) => uplink?.past.offerMedia(id, ref) ?? false,
      logger: logger.child('evidence'),
    });
    this.#evidence = evidence;
    const lines = new Map<string, TracedLine>(
      site.lines.map((l) => [l.id, createLine(l, { clock, logger: logger.child(`line:${l.id}`), random })]),
    );
    const acquisition = new Acquisition({
      devices: site.devices,
      profiles,
      lines,
      send,
      clock,
      logger: logger.child('acquisition'),
      random,
      learnedFile: join(data, 'learned.json'),
    });
    const inputs = new Inputs({ inputs: site.inputs, send, clock, logger: logger.child('inputs'), random });
    const weightOf = weightsOf(site.cameras);
    const detectors = new Map(
      [...models].map(([id, m]) => [
        id,
        new Detector({ ...m, weightOf, clock, logger: logger.child(`detector:${id}`) }),
      ]),
    );
    const readPoint = readPointOf(() => [...acquisition.latest(), ...inputs.latest()], clock);
    const cameras = camerasOf(site, detectors, {
      storeMedia: media.store.bind(media),
      ...(evidence ? { office: evidence.office } : {}),
      ...{ send, readPoint, scenes, data, bootId: this.#bootId, timezone: gateway.timezone, clock, random },
      loggerOf: (id) => logger.child(`camera:${id}`),
    });
    const point = pointValues(() => [...acquisition.latest(), ...inputs.latest()], clock);
    const lighting = site.lighting
      ? new Lighting({
          config: site.lighting,
          position: gateway.position,
          timezone: gateway.timezone,
          lines,
          send,
          store: this.#state,
          point,
          clientId: gateway.id,
          clock,
          logger: logger.child('lighting'),
          random,
        })
      : undefined;
    this.#lighting = lighting;
    this.#station = stationOf(site, this.#options, data, {
      ...{ send, store: this.#state, stored: () => outbox.flush(), clock, logger },
      isShelved: (id) => this.#alarms.isShelved(id),
    });
    this.#archive = archiveOf(site, data, { clock, logger });
    const { remote } = this.#options;
    const siteFile = remote && { remote, condition: () => conditionOf(this.status().parts, acquisition.latest()) };
    const uplink: Uplink | undefined = site.uplink
      ? new Uplink({
          config: site.uplink,
          identity: { gateway: gateway.id, bootId: this.#bootId, agentVersion: version, configHash },
          folder: this.#options.siteFolder,
          outbox,
          answers: new AnswerFile(join(data, 'commands.jsonl'), logger.child('uplink')),
          send,
          onCommand: (command, by) =>
            routeCommand(command, by, {
              ...{ lighting, acquisition, cameras, uplink, clock, about, siteFile, alarms: this.#alarms },
              status: () => this.status(),
            }),
          ...(remote ? { outcomeOf: (id: string) => remote.outcomeOf(id) } : {}),
          store: this.#state,
          media: { pathOf: (ref) => media.pathOf(ref) ?? evidence?.pathOf(ref) },
          ...{ clock, clockErrorMs: () => this.#clockTrust?.errorMs() ?? null },
          logger: logger.child('uplink'),
          random,
        })
      : undefined;
    const control = new ControlSocket({
      path: join(data, 'agent.sock'),
      logger: logger.child('control-socket'),
      methods: {
        status: () => this.status(),
        devices: () => [...acquisition.latest(), ...inputs.latest()],
        ...outboxMethods(outbox),
        ...lightingMethods(lighting),
        ...busMethods(site.lines, lines, () => clock.monotonicMs()),
      },
    });
    const jobs = new Jobs({
      jobs: calendarJobs({ outbox, media, evidence }),
      timezone: gateway.timezone,
      clock,
      logger: logger.child('jobs'),
    });

    const add = this.#supervisor.add.bind(this.#supervisor);
    add(outbox);
    add(this.#alarms, new Announcer({ outbox, send, clock }), media);
    this.#clockTrust = new ClockTrust({
      clock,
      mode: gateway.clock,
      bootId: this.#bootId,
      machineBoot: bootOfMachine(),
      startedMs: clock.monotonicMs() - process.uptime() * 1000,
      kept: this.#state,
      send,
      logger: logger.child('clock'),
    });
    add(this.#clockTrust, control);
    // Before the station: it is ended after it, and hears its last words.
    if (this.#archive) add(this.#archive);
    if (this.#station) add(this.#station);
    add(...lines.values());
    if (site.devices.length > 0) add(acquisition);
    if (site.inputs.length > 0) add(inputs);
    if (evidence) add(evidence.office);
    add(...detectors.values());
    add(...cameras);
    if (lighting) add(lighting, ...lightingWatchOf(site, lighting, data, { point, send, clock, logger }));
    if (uplink) add(uplink, ...(evidence ? [evidence.sending] : []));
    add(jobs);
    if (siteFile) add(new TrialWatch({ ...siteFile, send, clock }));
  }
}
