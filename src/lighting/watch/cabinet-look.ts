// One cabinet under watch: its points against what its lamps say, judged through time. It is looked at before its lamps
// are judged, and tells them whether they have voltage.
import type { Send } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import type { Clock } from '../../runtime/clock.ts';
import { type CabinetMemory, newCabinet, watchCabinet } from '../cabinet/cabinet-watch.ts';
import type { CabinetConfig } from '../cabinet/config.ts';
import { type KeptLine, keptOf, resumed } from '../cabinet/line.ts';
import type { CabinetSample } from '../cabinet/sample.ts';
import { addLamp, emptySums, isOpen, supplyAfter } from '../cabinet/supply.ts';
import { standing } from '../faults/debounce.ts';
import type { CabinetFaultKind } from '../faults/kinds.ts';
import { circuitsOf, type Point, sampleOf } from './cabinet-points.ts';
import type { LampLook } from './lamp-look.ts';
import { cabinetDetail, cabinetState, raisedOf } from './words.ts';

interface LookOptions {
  readonly cabinet: CabinetConfig;
  readonly lamps: readonly LampLook[];
  readonly point: Point;
  readonly send: Send;
  readonly clock: Clock;
}

export class CabinetLook {
  readonly id: string;
  readonly lamps: readonly LampLook[];
  readonly #options: LookOptions;
  /** Index of each lamp's circuit, -1 for none. */
  readonly #circuitOf: ReadonlyMap<LampLook, number>;
  #memory: CabinetMemory = newCabinet;

  constructor(options: LookOptions) {
    this.#options = options;
    this.id = options.cabinet.id;
    this.lamps = options.lamps;
    const ids = options.cabinet.circuits.map((c) => c.id);
    this.#circuitOf = new Map(options.lamps.map((l) => [l, l.circuit === undefined ? -1 : ids.indexOf(l.circuit)]));
  }

  get raised(): readonly string[] {
    return raisedOf(this.#memory);
  }

  /** Its counter, kWh; undefined where it has none or does not say. */
  get counter(): number | undefined {
    const { cabinet, point } = this.#options;
    return cabinet.energy === undefined ? undefined : point(cabinet.energy);
  }

  /** What was learned of the lines that feed it. */
  get lines(): KeptLine[] {
    return this.#memory.lines.map(keptOf);
  }

  resume(raised: readonly string[], lines: readonly KeptLine[]): void {
    const phases = new Map(raised.map((key) => [key, standing]));
    this.#memory = { ...newCabinet, phases, lines: lines.map(resumed) };
  }

  look(
    at: Instant,
    nowMs: number,
    sun: CabinetSample['sun'],
    reports: boolean,
    note: (place: string, fault: CabinetFaultKind, active: boolean) => void,
  ): void {
    const { cabinet, point, send } = this.#options;
    const wanted = new Set(
      this.lamps.flatMap((l) => (l.sample.level > 0 && l.circuit !== undefined ? [l.circuit] : [])),
    );
    const circuits = circuitsOf(cabinet, point, (id) => wanted.has(id));
    const sums = emptySums();
    for (const lamp of this.lamps) {
      const circuit = circuits[this.#circuitOf.get(lamp) ?? -1];
      const own = sums[circuit?.phase ?? 0];
      if (own && !isOpen(circuit)) addLamp(own, lamp.sample, lamp.type);
    }
    const settled = this.lamps.every((l) => l.sample.settled || !l.sample.answered);
    const sample = sampleOf(cabinet, point, circuits, sums, { settled, sun });
    const { memory, changes } = watchCabinet(this.#memory, sample, nowMs);
    this.#memory = memory;
    for (const { fault, place, active } of changes) {
      const detail = cabinetDetail(sample, place, memory.lines);
      send({ kind: 'cabinet.fault', at, cabinet: cabinet.id, place, fault, active, detail });
      note(place, fault, active);
    }
    const hasSupply = supplyAfter(memory, circuits);
    for (const lamp of this.lamps) {
      const index = this.#circuitOf.get(lamp) ?? -1;
      lamp.supplied = hasSupply(circuits[index]?.phase ?? 0, index, lamp.sample.answered);
    }
    if (!reports) return;
    const commanded = this.lamps.filter((l) => l.sample.level > 0).length;
    const facts = { lamps: this.lamps.length, commanded, auxiliary: cabinet.auxiliary, counter: this.counter };
    send(cabinetState(at, cabinet.id, sample, memory, facts));
  }
}
