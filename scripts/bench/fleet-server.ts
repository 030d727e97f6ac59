// Ten Modbus TCP gateways with twenty devices each, in a process of their own: every register holds its address.
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';

const unit = { read: (_table: string, address: number) => address & 0xffff };
const units = new Map(Array.from({ length: 20 }, (_, i) => [i + 1, unit] as const));
const servers = Array.from({ length: 10 }, (_, i) => new ModbusTcpServer({ name: `gateway ${i}`, units }));
for (const server of servers) await server.start();
process.send?.(servers.map((s) => s.port));
process.on('disconnect', () => process.exit(0));
