// Nova Fitness SDS011, a laser sensor of airborne particles. 9600 baud, 8N1; a frame every second.
// Source: Nova Fitness, "Laser PM2.5 sensor specification, SDS011", V1.3, 2015, "The UART communication protocol":
// 0xAA 0xC0, PM2.5 low and high byte, PM10 low and high byte (tenths of µg/m³), two bytes of the sensor's id, checksum:
// the sum of those six, 0xAB. It measures 0.0 to 999.9 µg/m³.
import { type InputDecoder, inRange, type Sample } from './sample.ts';
import { FrameSplitter } from './splitters.ts';

const range = [0, 999.9] as const;
const length = 10;

function isSound(frame: Buffer): boolean {
  let sum = 0;
  for (const byte of frame.subarray(2, 8)) sum += byte;
  return frame[8] === (sum & 0xff) && frame[9] === 0xab;
}

export function sds011(): InputDecoder {
  const splitter = new FrameSplitter({ head: [0xaa, 0xc0], length, isSound });
  return {
    points: [
      { name: 'pm25', unit: 'ug/m3' },
      { name: 'pm10', unit: 'ug/m3' },
    ],
    push: (chunk) =>
      splitter.push(chunk).map(
        (frame): Sample =>
          new Map([
            ['pm25', inRange(frame.readUInt16LE(2) / 10, range)],
            ['pm10', inRange(frame.readUInt16LE(4) / 10, range)],
          ]),
      ),
    reset: () => splitter.reset(),
    get damaged() {
      return splitter.damaged;
    },
  };
}
