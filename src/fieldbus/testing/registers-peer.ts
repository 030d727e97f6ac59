// A serial server with devices behind it that answer correctly, at the time the test says: RTU over TCP.
import { rtuAnswer, startPeer } from './peer.ts';

/**
 * Every register of every unit holds 100 × its address + the number of the request (counted from 0).
 * @param onRequest is given what sends the answer, and the number of the request.
 */
export async function registersPeer(onRequest: (send: () => void, index: number) => unknown) {
  let isSilent = false;
  const peer = await startPeer((request, socket, index) => {
    const address = request.readUInt16BE(2);
    const registers = Array.from({ length: request.readUInt16BE(4) }, (_, i) => (100 * (address + i) + index) & 0xffff);
    const answer = rtuAnswer(request, registers);
    if (!isSilent) onRequest(() => void socket.write(answer), index);
  });
  return {
    port: peer.port,
    stop: peer.stop,
    silence: (on: boolean) => {
      isSilent = on;
    },
  };
}
