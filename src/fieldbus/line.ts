import type { Clock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Service } from '../runtime/service.ts';
import type { LineConfig } from './config.ts';
import { modbusRtu } from './modbus-rtu.ts';
import { modbusRtuOverTcp } from './modbus-rtu-over-tcp.ts';
import { modbusTcp } from './modbus-tcp.ts';
import type { ModbusReply, ModbusRequest } from './pdu.ts';

export interface RequestOptions {
  /** Goes before all that wait for the line. Writes always do. */
  readonly urgent?: boolean;
  /** How long this device may take to answer, milliseconds; else the line's own timeout. */
  readonly timeoutMs?: number;
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

export interface LineDeps {
  readonly clock: Clock;
  readonly logger: Logger;
  /** Uniform in [0, 1). */
  readonly random: () => number;
}

export function createLine(config: LineConfig, deps: LineDeps): ModbusLine {
  switch (config.kind) {
    case 'modbus-tcp':
      return modbusTcp(config, deps);
    case 'modbus-rtu':
      return modbusRtu(config, deps);
    case 'modbus-rtu-over-tcp':
      return modbusRtuOverTcp(config, deps);
  }
}
