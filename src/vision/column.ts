// The column behind the detector, the same for a live camera and for a replayed file: detections become road users, those
// meet the rules, and what the rules say becomes events with their stills. It keeps the order of the events.
import type { Box, Detection } from '../domain/detection.ts';
import type { OutgoingOf, Send } from '../domain/outgoing.ts';
import { createZone } from '../runtime/calendar/local-time.ts';
import type { Clock } from '../runtime/clock.ts';
import type { Calibration } from './calibration/config.ts';
import { type Ground, groundOf } from './calibration/ground.ts';
import { withoutMerged } from './calibration/merged.ts';
import type { Place } from './calibration/place.ts';
import { Places } from './calibration/places.ts';
import { Coverage } from './coverage.ts';
import type { EvidenceTaker } from './evidence/camera-evidence.ts';
import type { Look } from './evidence/film/film-state.ts';
import type { OwnPicture } from './evidence/hide.ts';
import type { Privacy } from './evidence/privacy.ts';
import type { StillMaker, StillOutcome } from './evidence/still-maker.ts';
import { formatTime } from './evidence/time.ts';
import type { Frame } from './frame.ts';
import { Moments } from './moments.ts';
import { Reports } from './reports.ts';
import { classWord, kindWord } from './rules/explain.ts';
import { guarded } from './rules/guard.ts';
import type { Rule, RuleEvent, Scene } from './rules/rule.ts';
import { createRule, type RuleConfig } from './rules/table.ts';
import type { SecondLooks } from './second-looks.ts';
import type { SignalConfig } from './signal/config.ts';
import type { SignalView } from './signal/signal.ts';
import { type ReadPoint, Signals } from './signal/signals.ts';
import { RoadUsers } from './track/road-users.ts';
import type { Tracked, TrackerOptions } from './track/tracker.ts';

export interface ColumnOptions {
  readonly camera: string;
  readonly rules: readonly RuleConfig[];
  readonly calibration?: Calibration | undefined;
  readonly signals?: readonly SignalConfig[];
  /** For signals that come from points of devices. */
  readonly readPoint?: ReadPoint;
  readonly tracker: Partial<TrackerOptions>;
  /** Gives ids for tracks that were never used before. */
  readonly nextTrackId: () => string;
  /** Of the model that gives the detections, where it is known. */
  readonly modelSha256: () => string | undefined;
  /** Absent where no pictures are wanted. */
  readonly stills?: StillMaker;
  /** Absent where no model looks at single road users. */
  readonly secondLooks?: SecondLooks | undefined;
  /** What of the pictures nobody may see. */
  readonly privacy?: Privacy;
  /** Keeps more than a still of events. */
  readonly evidence?: EvidenceTaker | undefined;
  /** In which the time is written on the stills. */
  readonly timezone: string;
  /** Two frames further apart than this have a gap between them: nothing continues over it, milliseconds. */
  readonly longestStepMs: number;
  /** Told of each frame that was looked at, with what the rules said, those that are only observed too. */
  readonly onLook?: ((look: Look) => void) | undefined;
  /** Told of each event that is only observed. */
  readonly onObserved?: (rule: string) => void;
  readonly send: Send;
  readonly clock: Clock;
}

type CameraEvent = OutgoingOf<'camera.event'>;

/** What somebody else knows of a frame, in place of what the column would find out itself. */
export interface Known {
  readonly places?: ReadonlyMap<string, Place>;
  readonly signals?: ReadonlyMap<string, SignalView>;
  /** What models of the second stage say: by model, then by track. */
  readonly labels?: Scene['labels'];
}

export class Column {
  readonly #options: ColumnOptions;
  readonly #rules: readonly Rule[];
  /** Ids of the rules that are only observed. */
  readonly #observed: ReadonlySet<string>;
  readonly #signals: Signals;
  readonly #places = new Places();
  readonly #moments: Moments;
  #ground: Ground | undefined;
  readonly #roadUsers: RoadUsers;
  readonly #coverage: Coverage;
  readonly #reports: readonly Reports[];
  #size = { width: 0, height: 0 };
  #sent: Promise<void> = Promise.resolve();
  #events = 0;
  #unsent = 0;

  constructor(options: ColumnOptions) {
    this.#options = options;
    const zone = createZone(options.timezone);
    this.#rules = options.rules.map((config) => guarded(createRule(config), config, zone));
    this.#observed = new Set(options.rules.filter((r) => r.mode === 'observe').map((r) => r.id));
    this.#signals = new Signals(options.signals ?? [], options.readPoint ?? (() => undefined));
    this.#moments = new Moments(options.secondLooks);
    this.#roadUsers = new RoadUsers(options.nextTrackId, options.tracker);
    this.#coverage = new Coverage(options.longestStepMs);
    this.#reports = this.#rules.flatMap((rule) => {
      const { camera, send, clock } = options;
      const { reporting, figures } = rule;
      const reports = reporting ? { ...rule, reporting } : figures ? { ...rule, figures } : undefined;
      return reports ? [new Reports({ camera, rule: reports, coverage: this.#coverage, send, clock })] : [];
    });
  }

  /** `observed`: events of rules that are only observed: counted, not sent. */
  get facts(): { readonly tracks: number; readonly events: number; readonly observed: number } {
    return { tracks: this.#roadUsers.size, events: this.#events, observed: this.#unsent };
  }

  /** Whether all who are followed are confirmed and were seen in the last frame. */
  get isSettled(): boolean {
    return this.#roadUsers.isSettled;
  }

  start(): void {
    for (const r of this.#reports) r.start();
  }

  /** Reports what was counted so far. Resolves when the last event was handed over. */
  async stop(): Promise<void> {
    for (const r of this.#reports) r.stop();
    await this.#sent;
  }

  /** Resolves when all events of the frames so far were handed over. */
  async settled(): Promise<void> {
    await this.#options.secondLooks?.settled();
    await this.#sent;
  }

  /** Looks at what the detector found in a frame. The frame may be released when this returns. */
  process(frame: Frame, detections: readonly Detection[]): void {
    this.#enter(frame);
    const seen = this.#ground ? withoutMerged(detections, this.#ground) : detections;
    this.#look(frame, this.#roadUsers.update(frame.monotonicMs, seen, frame));
  }

  /** Looks at tracks that somebody else has followed, as they are. Not to be mixed with `process`. */
  follow(frame: Frame, tracked: Tracked, known: Known = {}): void {
    this.#enter(frame);
    this.#look(frame, tracked, known);
  }

  /** Whatever was seen before a gap or in a picture of another size is forgotten. */
  #enter({ monotonicMs, width, height }: Frame): void {
    const isResized = width !== this.#size.width || height !== this.#size.height;
    if (this.#coverage.frame(monotonicMs) || isResized) this.#forget();
    const { calibration } = this.#options;
    if (calibration && (isResized || !this.#ground)) this.#ground = groundOf(calibration, width, height);
    this.#size = { width, height };
  }

  #look(frame: Frame, { tracks, ended }: Tracked, known: Known = {}): void {
    const { monotonicMs, width, height, at } = frame;
    const ground = this.#ground;
    const scene: Scene = {
      ...{ monotonicMs, at, width, height, tracks, ended, ground },
      places: known.places ?? (ground && this.#places.update(tracks, ended, ground, frame)),
      signals: known.signals ?? this.#signals.update(frame),
      labels: known.labels ?? this.#options.secondLooks?.labels,
      keep: () => this.#moments.keep(frame, scene),
    };
    this.#options.secondLooks?.look(frame, tracks, ended);
    this.#options.privacy?.see(frame, tracks);
    this.#options.evidence?.see(frame);
    const said: { rule: Rule; event: RuleEvent }[] = [];
    for (const rule of this.#rules) {
      for (const event of rule.step(scene)) {
        this.#raise(frame, rule, event, scene);
        said.push({ rule, event });
      }
    }
    this.#options.onLook?.({ scene, said });
  }

  /** The camera is blind: nothing that was seen before continues in what comes. */
  interrupt(): void {
    this.#coverage.interrupt();
    this.#forget();
  }

  #forget(): void {
    this.#roadUsers.reset();
    this.#options.secondLooks?.forget();
    this.#places.clear();
    this.#signals.interrupt();
    this.#moments.clear();
    for (const rule of this.#rules) rule.interrupted();
  }

  #raise(now: Frame, rule: Rule, event: RuleEvent, scene: Scene): void {
    if (this.#observed.has(rule.id)) {
      this.#unsent++;
      this.#options.onObserved?.(rule.id);
      return;
    }
    this.#events++;
    const { camera, rules, calibration, send, stills, privacy, evidence, secondLooks, modelSha256 } = this.#options;
    const sha256 = modelSha256();
    const { track } = event;
    // What was found out only now is told as of the frame in which it happened, with the picture of that.
    const then = event.moment && this.#moments.of(event.moment);
    const frame = then?.frame ?? now;
    const attributes = (track && (then ? then.attributes.get(track.id) : secondLooks?.of(track.id))) ?? [];
    const outgoing: CameraEvent = {
      kind: 'camera.event',
      at: frame.at,
      camera,
      rule: rule.id,
      type: rule.kind,
      phase: event.phase,
      severity: event.severity,
      ...(track
        ? { track: track.id, class: track.class, score: round(track.score, 1000), box: rounded(track.seenAs) }
        : {}),
      ...(event.direction === undefined ? {} : { direction: event.direction }),
      ...(event.count === undefined ? {} : { count: event.count }),
      ...(attributes.length > 0 ? { attributes: [...attributes] } : {}),
      explanation: event.explanation.en,
      texts: event.explanation,
      ...(event.measurement ? { measurement: event.measurement } : {}),
      ...(event.doubt ? { doubt: event.doubt } : {}),
      ...(event.signal === undefined ? {} : { signal: event.signal }),
      ...(sha256 === undefined ? {} : { modelSha256: sha256 }),
    };
    const overlay = this.#overlay(frame, rule, event);
    const conceal = (picture: OwnPicture) => privacy?.conceal(picture, frame.monotonicMs, track?.id);
    const still: Promise<StillOutcome | undefined> = !stills
      ? Promise.resolve(undefined)
      : then?.isBare
        ? Promise.resolve({ stillMissing: 'too many pictures were waiting for the state of a signal' })
        : stills.request({ frame, overlay, subject: `camera/${camera}`, conceal });
    const signal = event.signal === undefined ? undefined : scene.signals?.get(event.signal)?.history;
    const id = then?.isBare
      ? undefined
      : evidence?.begin({
          ...{ frame, event: outgoing, overlay, still },
          ...(signal ? { signal } : {}),
          ...(calibration ? { calibration } : {}),
          rule: rules.find((r) => r.id === rule.id),
        });
    const said = id === undefined ? outgoing : { ...outgoing, event: id };
    // Each event waits for its own still; the order of the events is kept.
    this.#sent = this.#sent.then(() => still).then((outcome) => send({ ...said, ...outcome }));
  }

  #overlay(frame: Frame, rule: Rule, event: RuleEvent) {
    const { camera, timezone } = this.#options;
    const { track } = event;
    const { en, vi } = event.explanation;
    const kind = kindWord(rule.kind);
    const who = track && classWord(track.class);
    const label = who ? `${who.vi} / ${who.en} ${Math.round(track.score * 100)} %` : '';
    return {
      shapes: rule.shapes,
      boxes: event.boxes.map((box) => ({ box, label })),
      severity: event.severity,
      title: `${camera} / ${rule.id}`,
      time: formatTime(frame.at, timezone),
      note: { en: `${kind.en}: ${en}`, vi: `${kind.vi}: ${vi}` },
    };
  }
}

const round = (value: number, parts: number) => Math.round(value * parts) / parts;

const rounded = ({ x, y, width, height }: Box): Box => ({
  x: round(x, 10),
  y: round(y, 10),
  width: round(width, 10),
  height: round(height, 10),
});
