// A Modbus TCP server in a process of its own: every register holds its address. (The simulator's, because it answers
// ten times faster than modbus-serial's own and so leaves the difference between the two clients visible.)
import { ModbusTcpServer } from '../../src/simulator/modbus/tcp-server.ts';

const unit = { read: (_table: string, address: number) => address & 0xffff };
const server = new ModbusTcpServer({ name: 'bench', units: new Map([[1, unit]]) });
await server.start();
process.send?.(server.port);
process.on('disconnect', () => process.exit(0));
