// Which alarms there are, and which of them stand: those of the station by what it says itself, those of the gateway (lamps,
// cabinets, devices, cameras, parts) by what was said of them since it started.
import { type Alarming, alarmIdOf, standsBy } from '../../domain/alarm.ts';
import { cabinetFaults, lampFaults } from '../../domain/outgoing/lamp.ts';
import type { Outgoing } from '../../domain/outgoing.ts';
import { nearest } from '../../runtime/document/nearest.ts';
import { HaidangError } from '../../runtime/errors.ts';
import type { Standing } from '../../station/alarms/standing.ts';
import type { Site } from '../config.ts';

/** An alarm as it is. `active` undefined: nothing was said of it since the start. */
export interface KnownAlarm {
  readonly id: string;
  readonly active: boolean | undefined;
  readonly sinceMs: number | null;
  /** Of a station's alarm: how its events name it. */
  readonly station?: Standing;
}

/** The alarms of the station; absent where it has none. */
export type StationAlarms = (id?: string) => readonly Standing[];

export class KnownAlarms {
  readonly #ids: ReadonlySet<string>;
  readonly #cabinets: ReadonlySet<string>;
  readonly #station: StationAlarms;
  readonly #parts: () => readonly string[];
  /** Of the gateway's own: since when each stands. As many as the site has things at the most. */
  readonly #standing = new Map<string, number>();
  /** Said to be over since the start. */
  readonly #over = new Set<string>();

  /** @param parts names of the parts of the program. */
  constructor(
    site: Pick<Site, 'devices' | 'inputs' | 'cameras' | 'lighting'>,
    station: StationAlarms,
    parts: () => readonly string[],
  ) {
    const { lamps = [], cabinets = [] } = site.lighting ?? {};
    this.#station = station;
    this.#parts = parts;
    this.#cabinets = new Set(cabinets.flatMap((c) => cabinetFaults.map((fault) => `cabinet/${c.id}/${fault}`)));
    this.#ids = new Set([
      ...[...site.devices, ...site.inputs].map((d) => `device/${d.id}/offline`),
      ...site.cameras.map((c) => `camera/${c.id}/blind`),
      ...lamps.flatMap((l) => lampFaults.map((fault) => `lamp/${l.id}/${fault}`)),
      ...this.#cabinets,
    ]);
  }

  /** @throws HaidangError (`configuration`, `unknown-alarm`), with the id that may have been meant. */
  find(id: string): KnownAlarm {
    const [station] = this.#station(id);
    if (station) return { id, active: station.active, sinceMs: station.sinceMs, station };
    if (!this.#isOwn(id)) {
      const ofParts = this.#parts().map((part) => `part/${part}/failed`);
      const all = [...this.#ids, ...ofParts, ...this.#station().map((s) => `${s.point}/${s.alarm}`)];
      const near = nearest(id, all);
      const hint = near === undefined ? '' : `; did you mean ${near}?`;
      throw new HaidangError('configuration', 'unknown-alarm', `there is no alarm ${id}${hint}`);
    }
    const sinceMs = this.#standing.get(id);
    return {
      id,
      active: sinceMs !== undefined ? true : this.#over.has(id) ? false : undefined,
      sinceMs: sinceMs ?? null,
    };
  }

  /** All that stand. */
  active(): KnownAlarm[] {
    const own = [...this.#standing].map(([id, sinceMs]) => ({ id, active: true, sinceMs }));
    const ofStation = this.#station().filter((s) => s.active);
    return [
      ...own,
      ...ofStation.map((s) => ({ id: `${s.point}/${s.alarm}`, active: true, sinceMs: s.sinceMs, station: s })),
    ];
  }

  /** @returns the alarm that this is about, and whether it stands by it; undefined where it says neither. */
  heard(o: Outgoing): { readonly id: string; readonly stands: boolean } | undefined {
    if (!isAlarming(o)) return undefined;
    const stands = standsBy(o);
    if (stands === undefined) return undefined;
    const id = alarmIdOf(o);
    if (o.kind === 'station.alarm') return { id, stands };
    if (!stands) {
      this.#standing.delete(id);
      this.#over.add(id);
    } else if (!this.#standing.has(id)) this.#standing.set(id, o.at.ms);
    return { id, stands };
  }

  #isOwn(id: string): boolean {
    if (this.#ids.has(id) || this.#standing.has(id) || this.#over.has(id)) return true;
    const [kind, cabinet, fault, place, rest] = id.split('/');
    const isAtPlace = kind === 'cabinet' && place !== undefined && rest === undefined;
    if (kind === 'part') return this.#parts().some((part) => id === `part/${part}/failed`);
    return isAtPlace && this.#cabinets.has(`cabinet/${cabinet}/${fault}`);
  }
}

const kinds: ReadonlySet<Outgoing['kind']> = new Set<Alarming['kind']>([
  'station.alarm',
  'lamp.fault',
  'cabinet.fault',
  'device.state',
  'camera.state',
  'gateway.part',
]);
export const isAlarming = (o: Outgoing): o is Alarming => kinds.has(o.kind);
