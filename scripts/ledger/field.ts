// The simulated field of one gateway, and the ledger of what it gave: every read of a counting device gets the next
// number, so each reading can be told from every other one, wherever it turns up later. Beside them a device that comes
// and goes (alarms) and a lamp (states, commands).
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';
import type { ModbusUnit } from '../../src/simulator/modbus/unit.ts';

/** A number that a device gave. */
export interface Served {
  readonly device: string;
  readonly value: number;
  /** When it was given; milliseconds since the epoch, on the clock of the harness. */
  readonly ms: number;
  /**
   * When the device was asked the next time; Infinity until then. Lines take one request at a time, so by then the
   * gateway had heard this one, or had ended meanwhile: the moment at which it took the reading lies in between.
   */
  nextMs: number;
  /** Nothing was disturbed when it was given: its way to the centre counts as live. */
  readonly calm: boolean;
}

export const countingDevices = ['count-1', 'count-2', 'count-3'] as const;
export const flappingDevice = 'flapping';
export const lampId = 'lamp-1';

export class Field {
  readonly served: Served[] = [];
  readonly #last = new Map<string, Served>();
  readonly #counters: ModbusTcpServer[];
  readonly #flapper = new ModbusTcpServer({ name: flappingDevice, units: new Map([[1, { read: () => 7 }]]) });
  readonly #lamp = new ModbusTcpServer({ name: lampId, units: new Map([[1, lampUnit()]]) });
  calm = false;

  constructor() {
    this.#counters = countingDevices.map(
      (name) => new ModbusTcpServer({ name, units: new Map([[1, this.#counter(name)]]) }),
    );
  }

  async start(): Promise<void> {
    await Promise.all([...this.#counters, this.#flapper, this.#lamp].map((s) => s.start()));
  }

  async stop(): Promise<void> {
    await Promise.all([...this.#counters, this.#flapper, this.#lamp].map((s) => s.stop()));
  }

  /** The devices take requests and answer none: what was given so far is all. */
  silence(on: boolean): void {
    for (const s of this.#counters) s.silence(on);
  }

  async flap(present: boolean): Promise<void> {
    await (present ? this.#flapper.start() : this.#flapper.stop());
  }

  /** Where the counting devices listen. Known after the start. */
  ports(): Map<string, number> {
    return new Map(countingDevices.map((name, i) => [name, this.#counters[i]?.port ?? 0]));
  }

  /** The parts of a site file that describe this field. */
  site(): Record<string, unknown> {
    const line = (id: string, server: ModbusTcpServer) => ({
      ...{ id: `line-${id}`, kind: 'modbus-tcp', host: '127.0.0.1', port: server.port, timeout: '10s' },
      // The harness shares its processors with what it tests, and an answer may come late. One device is waited for in any
      // case; the others as long as they have taught the gateway to: what it gives up it has to say.
      ...(id === countingDevices[0] ? { shortestTimeout: '10s' } : {}),
    });
    const device = (id: string) => ({ id, profile: 'counter', line: `line-${id}`, unit: 1, poll: '100ms' });
    return {
      lines: [
        ...countingDevices.map((id, i) => line(id, this.#counters[i] as ModbusTcpServer)),
        line(flappingDevice, this.#flapper),
        line(lampId, this.#lamp),
      ],
      devices: [...countingDevices, flappingDevice].map(device),
      lighting: {
        lamps: [{ id: lampId, driver: { kind: 'modbus-dimmer', line: `line-${lampId}`, unit: 1, settle: '0s' } }],
      },
    };
  }

  /** The device profile that the site names. */
  readonly profile = `
identity:
  id: counter
  manufacturer: ledger
  model: counts its own reads
  source: { document: scripts/ledger/field.ts, revision: "1" }
  verified: true
points:
  - { name: count, register: { table: holding, address: 0 }, type: uint32 }
examples:
  - name: one
    holding: { "0": "0000 0001" }
    expect: { count: 1 }
`;

  #counter(device: string): ModbusUnit {
    let value = 0;
    return {
      read: (_table, address) => {
        if (address > 1) return undefined;
        if (address === 0) this.#serve(device, ++value);
        return address === 0 ? value >>> 16 : value & 0xffff;
      },
    };
  }

  #serve(device: string, value: number): void {
    const ms = Date.now();
    const before = this.#last.get(device);
    if (before) before.nextMs = ms;
    const nextMs = Number.POSITIVE_INFINITY;
    const served: Served = { device, value, ms, nextMs, calm: this.calm };
    this.#last.set(device, served);
    this.served.push(served);
  }
}

/** Register 0 takes the level, register 1 says it back. */
function lampUnit(): ModbusUnit {
  let level = 0;
  return {
    read: () => level,
    write: (_table, address, values) => {
      if (address !== 0) return false;
      level = values[0] ?? 0;
      return true;
    },
  };
}
