// A line with devices made of registers, on a clock of its own: what it costs and what goes wrong is the test's to say.
import { busError, exceptionError } from '../../fieldbus/errors.ts';
import { type RegisterImage, readFunction, type Table } from '../../fieldbus/image.ts';
import type { ModbusLine, RequestOptions } from '../../fieldbus/line.ts';
import type { ModbusReply, ModbusRequest } from '../../fieldbus/pdu.ts';
import { type Clock, sleep } from '../../runtime/clock.ts';
import { Mutex } from '../../runtime/mutex.ts';
import { healthy } from '../../runtime/service.ts';

export type MutableUnit = { [T in Table]?: Map<number, number | boolean> };

export interface FakeLine extends ModbusLine {
  readonly units: Map<number, MutableUnit>;
  readonly requests: ModbusRequest[];
  /** Asked before every answer: an error to give instead, or undefined. */
  trouble: (r: ModbusRequest) => Error | undefined;
  /** Milliseconds that an answer, and that a missing one takes. */
  answerMs: number;
  timeoutMs: number;
}

const tableOf = Object.fromEntries(Object.entries(readFunction).map(([t, f]) => [f, t])) as Record<number, Table>;

export function fakeLine(id: string, clock: Clock): FakeLine {
  const mutex = new Mutex();
  const line: FakeLine = {
    id,
    name: `line ${id}`,
    units: new Map(),
    requests: [],
    trouble: () => undefined,
    answerMs: 0,
    timeoutMs: 1000,
    start: async () => {},
    stop: async () => {},
    health: () => healthy,
    request: (r: ModbusRequest, o?: RequestOptions) => mutex.run(() => exchange(r), o?.urgent ?? r.function >= 5),
  };
  async function exchange(r: ModbusRequest): Promise<ModbusReply> {
    line.requests.push(r);
    const trouble = line.trouble(r);
    const unit = line.units.get(r.unit);
    if (!unit && !trouble) {
      await sleep(clock, line.timeoutMs);
      throw busError('timeout', `unit ${r.unit}: no answer within ${line.timeoutMs} ms`);
    }
    if (line.answerMs > 0) await sleep(clock, line.answerMs);
    if (trouble) throw trouble;
    return answer(r, unit!);
  }
  return line;
}

function answer(r: ModbusRequest, unit: MutableUnit): ModbusReply {
  if ('count' in r) {
    const cells = Array.from({ length: r.count }, (_, i) => unit[tableOf[r.function]!]?.get(r.address + i));
    if (cells.includes(undefined)) throw exceptionError(2, r);
    return r.function <= 2 ? { registers: [], bits: cells as boolean[] } : { registers: cells as number[], bits: [] };
  }
  if (r.function === 22) {
    const { holding } = unit;
    if (!holding?.has(r.address)) throw exceptionError(2, r);
    holding.set(r.address, (Number(holding.get(r.address)) & r.and) | (r.or & ~r.and & 0xffff));
    return { registers: [], bits: [] };
  }
  const table = unit[r.function === 5 || r.function === 15 ? 'coil' : 'holding'];
  const values = 'values' in r ? r.values : [r.value];
  for (const [i, value] of values.entries()) {
    if (!table?.has(r.address + i)) throw exceptionError(2, r);
    table.set(r.address + i, value);
  }
  return { registers: [], bits: [] };
}

export function unitFrom(image: RegisterImage): MutableUnit {
  return {
    coil: new Map(image.coil),
    discrete: new Map(image.discrete),
    input: new Map(image.input),
    holding: new Map(image.holding),
  };
}
