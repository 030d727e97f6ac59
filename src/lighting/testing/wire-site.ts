// Lamps on real wires, in real time: the lighting of a site on lines of the test, and what it says.
import { type Outgoing, type OutgoingOf, outgoingSchema } from '../../domain/outgoing.ts';
import type { ModbusLine } from '../../fieldbus/line.ts';
import { SystemClock } from '../../runtime/clock.ts';
import { silentLogger } from '../../runtime/logger.ts';
import { lightingSchema } from '../config.ts';
import { Lighting } from '../lighting.ts';

export class WireSite {
  readonly clock = new SystemClock();
  readonly sent: Outgoing[] = [];
  readonly lighting: Lighting;

  /** @param config as a site file would say. */
  constructor(config: object, lines: readonly ModbusLine[]) {
    this.clock.setQuality('synced');
    this.lighting = new Lighting({
      config: lightingSchema.parse(config),
      position: { latitude: 20.95, longitude: 107.08 },
      timezone: 'Asia/Ho_Chi_Minh',
      lines: new Map(lines.map((l) => [l.id, l])),
      send: (o) => this.sent.push(outgoingSchema.parse(o)),
      clock: this.clock,
      logger: silentLogger,
      random: Math.random,
    });
  }

  said(lamp: string): OutgoingOf<'lamp.state'> | undefined {
    return this.sent.findLast((o): o is OutgoingOf<'lamp.state'> => o.kind === 'lamp.state' && o.lamp === lamp);
  }

  status(lamp: string) {
    const found = this.lighting.status().find((s) => s.lamp === lamp);
    if (!found) throw new Error(`no lamp ${lamp}`);
    return found;
  }

  /** Sets lamps as a person would, and gives what came of each: `achieved`, … */
  async set(target: string, level: number, id = `to-${target}-${level}`): Promise<Record<string, string>> {
    const results = await this.lighting.override({ target, level, until: null, id });
    return Object.fromEntries(results.map((r) => [r.lamp, r.outcome]));
  }
}
