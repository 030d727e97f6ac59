// A gateway with ten units behind one serial line, in a process of its own: one request after the other, 8 ms each. What a
// dead unit is asked takes no time here: it is the master that waits. A message names the unit that dies.
import { createServer } from 'node:net';
import { answer } from '../../src/simulator/modbus/unit.ts';

const unit = { read: (_table: string, address: number) => address & 0xffff };
const answerMs = 8;
let dead = 0;
const server = createServer((socket) => {
  socket.setNoDelay(true);
  socket.on('error', () => {});
  socket.on('data', (chunk) => {
    for (let at = 0; at + 12 <= chunk.length; at += 12) {
      const request = Buffer.from(chunk.subarray(at, at + 12));
      if (request[6] === dead) continue;
      setTimeout(() => {
        const pdu = answer(unit, request.subarray(7));
        const header = Buffer.from(request.subarray(0, 7));
        header.writeUInt16BE(pdu.length + 1, 4);
        socket.write(Buffer.concat([header, pdu]));
      }, answerMs);
    }
  });
});
server.listen(0, '127.0.0.1', () => process.send?.((server.address() as { port: number }).port));
process.on('message', (unitId) => {
  dead = Number(unitId);
});
process.on('disconnect', () => process.exit(0));
