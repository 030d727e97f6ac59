// What is sent of a fault and of a cabinet, beside its name.
import type { OutgoingOf } from '../../domain/outgoing.ts';
import type { Instant } from '../../domain/time.ts';
import type { CabinetMemory } from '../cabinet/cabinet-watch.ts';
import type { Line } from '../cabinet/line.ts';
import { type CabinetSample, lampsByPower } from '../cabinet/sample.ts';
import type { LampSample } from '../faults/judge.ts';
import { expectedWatts, type LampType } from '../faults/lamp-type.ts';

const two = (n: number) => Math.round(n * 100) / 100;
const one = (n: number) => Math.round(n * 10) / 10;

/** The measured facts behind a lamp's fault. */
export function lampDetail(sample: LampSample, type: LampType | undefined): string {
  const { level, fedBack, watts, volts, temperature, powerFactor, answered } = sample;
  if (!answered) return `commanded ${level} %, no answer`;
  const parts = [`commanded ${level} %`];
  if (fedBack !== undefined) parts.push(`fed back ${one(fedBack)} %`);
  if (watts !== undefined) parts.push(`draws ${one(watts)} W`);
  if (watts !== undefined && type) parts.push(`expected ${one(expectedWatts(type, level, sample.hours, volts))} W`);
  if (volts !== undefined) parts.push(`${one(volts)} V`);
  if (powerFactor !== undefined) parts.push(`power factor ${one(powerFactor * 10) / 10}`);
  if (temperature !== undefined) parts.push(`gear ${one(temperature)} °C`);
  return parts.join(', ');
}

/** The measured facts behind a cabinet's fault. @param place `L1` to `L3`, `supply/L1` for what feeds it, a circuit, or empty. */
export function cabinetDetail(sample: CabinetSample, place: string, lines: readonly Line[] = []): string {
  const fed = /^supply\/L([123])$/.exec(place)?.[1];
  if (fed !== undefined) {
    const line = lines[Number(fed) - 1];
    return line ? `line to the cabinet ${two(line.recent.ohm)} ohm, usually ${two(line.usual.ohm)} ohm` : '';
  }
  const index = /^L[123]$/.test(place) ? Number(place.slice(1)) - 1 : -1;
  const phase = sample.phases[index];
  if (phase) {
    const { volts, watts, expectedWatts: expected, lamps, lost } = phase;
    const parts = [
      ...(volts === undefined ? [] : [`${one(volts)} V`]),
      ...(watts === undefined ? [] : [`${Math.round(watts)} W, expected ${Math.round(expected)} W`]),
    ];
    return [...parts, `${lost} of ${lamps} lamps lost`].join(', ');
  }
  const circuit = sample.circuits.find((c) => c.id === place);
  if (circuit) {
    const said = (closed: boolean | undefined) => (closed === undefined ? 'unknown' : closed ? 'closed' : 'open');
    const state = `contactor ${said(circuit.contactorClosed)}, breaker ${said(circuit.breakerClosed)}`;
    return `wanted ${circuit.wanted ? 'on' : 'off'}, ${state}`;
  }
  return sample.leakageMa === undefined ? '' : `residual current ${Math.round(sample.leakageMa)} mA`;
}

const phaseNames = ['R', 'S', 'T'] as const;

/** The state of a cabinet with the names of StreetlightControlCabinet (FIWARE Smart Data Models). */
export function cabinetState(
  at: Instant,
  cabinet: string,
  sample: CabinetSample,
  memory: CabinetMemory,
  facts: {
    readonly lamps: number;
    readonly commanded: number;
    readonly auxiliary: number;
    readonly counter: number | undefined;
  },
): OutgoingOf<'cabinet.state'> {
  const phases: Record<string, number> = {};
  sample.phases.forEach(({ volts, watts, amperes, powerFactor }, i) => {
    const name = phaseNames[i] ?? 'R';
    if (volts !== undefined) phases[`voltage${name}`] = one(volts);
    if (amperes !== undefined) phases[`intensity${name}`] = Math.round(amperes * 100) / 100;
    if (watts !== undefined) phases[`activePower${name}`] = Math.round(watts) / 1000;
    if (powerFactor !== undefined) phases[`powerFactor${name}`] = Math.round(powerFactor * 100) / 100;
  });
  const measured = sample.phases.flatMap((p) => p.watts ?? []);
  const counts = sample.phases.map((p, i) => lampsByPower(p, i === 0 ? facts.auxiliary : 0));
  const known = counts.filter((c) => c !== undefined);
  return {
    kind: 'cabinet.state',
    at,
    cabinet,
    workingMode: sample.localControl === true ? 'manual' : 'automatic',
    ...phases,
    ...(measured.length > 0 ? { totalActivePower: Math.round(measured.reduce((a, b) => a + b, 0)) / 1000 } : {}),
    ...(facts.counter === undefined ? {} : { lastMeterReading: facts.counter }),
    lamps: facts.lamps,
    lampsCommanded: facts.commanded,
    ...(known.length > 0 ? { lampsByPower: known.reduce((a, b) => a + b, 0) } : {}),
    expectedPower: Math.round(sample.phases.reduce((n, p) => n + p.expectedWatts, 0)) / 1000,
    faults: [...memory.phases.keys()].filter((k) => memory.phases.get(k)?.raised).map((k) => k.trim()),
  };
}

/** The faults of a cabinet that are told and not over, as `fault place`. */
export const raisedOf = (memory: CabinetMemory): string[] =>
  [...memory.phases].filter(([, p]) => p.raised).map(([key]) => key);
