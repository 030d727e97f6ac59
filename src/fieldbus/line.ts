import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Service } from '../runtime/service.ts';
import type { LineConfig } from './config.ts';
import type { OpenWire } from './link.ts';
import { modbusRtu } from './modbus-rtu.ts';
import { modbusRtuOverTcp } from './modbus-rtu-over-tcp.ts';
import { modbusTcp } from './modbus-tcp.ts';
import type { ModbusReply, ModbusRequest } from './pdu.ts';
import type { LineTrace } from './trace.ts';

export interface RequestOptions {
  /** Goes before all that wait for the line. Writes always do. */
  readonly urgent?: boolean;
  /**
   * The longest that this device may take to answer, milliseconds; else the line's own timeout. What is waited is learned
   * from the device and may be less.
   */
  readonly timeoutMs?: number;
  /** Silence that this device needs before it is spoken to, milliseconds. */
  readonly pauseMs?: number;
  /** Somebody looks whether anyone is there: silence says nothing about the line. */
  readonly isProbe?: boolean;
}

/**
 * One wire with one request on it at a time. It starts without its peer, keeps trying to reach it, and says so in its
 * health; a request made meanwhile is refused at once with `disconnected`.
 */
export interface ModbusLine extends Service {
  readonly id: string;
  /** @throws HaidangError whose code says what happened: see errors.ts. */
  request(r: ModbusRequest, o?: RequestOptions): Promise<ModbusReply>;
}

/** A line that can be listened to. */
export interface TracedLine extends ModbusLine {
  readonly trace: LineTrace;
}

export interface LineDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
  /** How the wire is opened, in place of the socket or port that the configuration names: for tests. */
  readonly open?: OpenWire;
}

export function createLine(config: LineConfig, deps: LineDeps): TracedLine {
  switch (config.kind) {
    case 'modbus-tcp':
      return modbusTcp(config, deps);
    case 'modbus-rtu':
      return modbusRtu(config, deps);
    case 'modbus-rtu-over-tcp':
      return modbusRtuOverTcp(config, deps);
  }
}
