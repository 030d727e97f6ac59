// A Modbus TCP server (modbus-serial's own) in a process of its own: every register holds its address.
import { ServerTCP } from 'modbus-serial';

const at = async (address: number) => address & 0xffff;
const server = new ServerTCP(
  {
    getInputRegister: at,
    getHoldingRegister: at,
    getMultipleInputRegisters: range,
    getMultipleHoldingRegisters: range,
  },
  { host: '127.0.0.1', port: 0, unitID: 1 },
);

async function range(address: number, count: number): Promise<number[]> {
  return Array.from({ length: count }, (_, i) => (address + i) & 0xffff);
}

server.on('initialized', () => {
  const inner = (server as unknown as { _server: { address(): { port: number } } })._server;
  process.send?.(inner.address().port);
});
process.on('disconnect', () => process.exit(0));
