// The lamps of the site with what they share: lines, brokers, messages to several, turns. Opened at each start.
import type { Send } from '../domain/outgoing.ts';
import type { ModbusLine } from '../fieldbus/line.ts';
import { LocalBroker } from '../fieldbus/local-broker.ts';
import type { Message } from '../messages/catalogue.ts';
import type { Clock } from '../runtime/clock.ts';
import { HaidangError } from '../runtime/errors.ts';
import type { Logger } from '../runtime/logger.ts';
import type { LightingConfig } from './config.ts';
import { openDriver, placeOf } from './drivers/table.ts';
import { levelOfWatts } from './faults/lamp-type.ts';
import { LampKeeper } from './lamp-keeper.ts';
import type { LampFault } from './lamp-report.ts';
import { LineShare } from './line-share.ts';
import { Stagger } from './stagger.ts';
import { Together } from './together.ts';

export interface FleetDeps {
  readonly config: LightingConfig;
  readonly lines: ReadonlyMap<string, ModbusLine>;
  readonly send: Send;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly random: () => number;
  /** Name of this gateway to brokers. */
  readonly clientId: string;
}

export interface Fleet {
  readonly keepers: ReadonlyMap<string, LampKeeper>;
  readonly shares: ReadonlyMap<string, LineShare>;
  readonly brokers: readonly LocalBroker[];
  readonly together: Together;
  /** What is wrong with what lamps share, by its name. */
  readonly troubles: ReadonlyMap<string, Message>;
}

/**
 * @param faults by lamp, that an earlier run reported and that have not ended.
 * @param onFaults called with all active ones when one begins or ends.
 * @throws HaidangError where a lamp names a line or a broker that does not exist.
 */
export function openFleet(
  deps: FleetDeps,
  faults: Readonly<Record<string, LampFault[]>>,
  onFaults: (active: Record<string, LampFault[]>) => void,
): Fleet {
  const { config, lines, send, clock, logger, random, clientId } = deps;
  const keepers = new Map<string, LampKeeper>();
  const shares = new Map<string, LineShare>();
  const brokers = new Map<string, LocalBroker>();
  const staggers = new Map<string, Stagger>();
  const commons = new Map<string, unknown>();
  const together = new Together(clock, logger);
  const unknown = (what: string, id: string) =>
    new HaidangError('configuration', `unknown-${what}`, `there is no ${what} ${id}`);
  const line = (id: string) => {
    const found = lines.get(id);
    if (!found) throw unknown('line', id);
    const share = shares.get(id) ?? new LineShare(found, clock);
    shares.set(id, share);
    return share.ask.bind(share);
  };
  const broker = (id: string) => {
    const address = config.brokers.find((b) => b.id === id);
    if (!address) throw unknown('broker', id);
    const options = { ...address, clientId: `${clientId}-lamps-${id}`, clock, logger: logger.child(id), random };
    const found = brokers.get(id) ?? new LocalBroker(options);
    brokers.set(id, found);
    return found;
  };
  const api = (id: string) => config.brokers.find((b) => b.id === id)?.api;
  const troubles = new Map<string, Message>();
  const trouble = (key: string, what: Message | undefined) => {
    const before = troubles.get(key);
    if (what) troubles.set(key, what);
    else troubles.delete(key);
    if (what && !before) logger.warn('lamps are told one by one', { key });
    if (before && !what) logger.info('lamps are told together again', { key });
  };
  const common = <T>(key: string, make: () => T): T => {
    if (!commons.has(key)) commons.set(key, make());
    return commons.get(key) as T;
  };
  const allFaults = () => {
    const active: Record<string, LampFault[]> = {};
    for (const [id, k] of keepers) if (k.faults.length > 0) active[id] = [...k.faults];
    onFaults(active);
  };
  const types = new Map(config.lampTypes.map((t) => [t.id, t]));
  for (const { id, driver: driverConfig, type: typeId } of config.lamps) {
    const type = types.get(typeId ?? '');
    const driver = openDriver(driverConfig, { clock, line, broker, api, trouble, common });
    const lineId = placeOf(driverConfig)?.line ?? '';
    const stagger = staggers.get(lineId) ?? new Stagger(clock, config.stagger);
    staggers.set(lineId, stagger);
    const timing = { verifyMs: config.verify, reportMs: config.report };
    const options = { ...timing, lamp: id, driver, together, stagger, faults: faults[id] ?? [], onFaults: allFaults };
    // Without its burning hours: constant light output makes a few per cent of difference.
    const actual = type ? { actualOf: (watts: number) => levelOfWatts(type, watts, 0) } : {};
    keepers.set(id, new LampKeeper({ ...options, ...actual, send, clock, random, logger: logger.child(id) }));
  }
  return { keepers, shares, brokers: [...brokers.values()], together, troubles };
}

/** Resolves when nothing of it is under way any more. */
export async function closeFleet({ keepers, shares, brokers, together }: Fleet): Promise<void> {
  for (const share of shares.values()) share.close();
  together.close();
  await Promise.all([...keepers.values()].map((k) => k.stop()));
  await Promise.all(brokers.map((b) => b.stop()));
}
