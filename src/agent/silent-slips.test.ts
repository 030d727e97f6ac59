// Slips that leave a site file well formed, and would be silently wrong in the field.
import { afterAll, describe, expect, it } from 'vitest';
import { installFolders } from '../cli/install-folders.ts';
import { render, renderHint } from '../messages/catalogue.ts';
import { formatPath } from '../runtime/document/problem.ts';
import { Slips } from './testing/slips.ts';

const slips = new Slips(installFolders);
afterAll(() => slips.end());
/** What is said of the examples themselves, on a machine that is not theirs. */
const ofTheExamples: readonly string[] = [
  'config.secret-missing',
  'acquisition.profile-unverified',
  'models.not-added',
  'vision.stand-in-file',
];

const warned = (name: string, from: string, to: string) =>
  slips
    .problems(name, from, to)
    .filter(({ message: { code } }) => !ofTheExamples.includes(code))
    .map(({ line, path, message: m }) => `${line} ${formatPath(path)}: ${render(m, 'en')} -> ${renderHint(m, 'en')}`);

describe('a point that an input does not have', () => {
  it('is told where a point of the station is made of it', () => {
    expect(warned('station.yaml', 'device: rain-1, point: rain,', 'device: rain-1, point: rains,')).toEqual([
      '84 station.points[12].point: there is no point named "rains"; known: rain, door, door_since -> did you mean "rain"?',
    ]);
    expect(warned('station.yaml', 'device: rain-1, point: rain,', 'device: gps, point: rain,')).toEqual([
      expect.stringMatching(/^84 station\.points\[12\]\.point: there is no point named "rain"; known: latitude/),
    ]);
  });
});

describe('one thing of the field under two names', () => {
  it('is told of a serial port that a line and an input both open', () => {
    expect(warned('station.yaml', 'path: /dev/ttyS1', 'path: /dev/ttyUSB0')).toEqual([
      '24 inputs[0].source.path: the serial port /dev/ttyUSB0 is already used by "rs485" -> give each its own port; both would read a part of the bytes of the other',
    ]);
    expect(warned('boat.yaml', 'path: /dev/ttyUSB0', 'path: /dev/ttyS1')).toEqual([
      expect.stringMatching(
        /^27 inputs\[2\]\.source\.path: the serial port \/dev\/ttyS1 is already used by "deck-air"/,
      ),
    ]);
  });

  it('is told of two lamps that are one Zigbee or LoRaWAN lamp', () => {
    expect(warned('lamps.yaml', 'name: path/2', 'name: path/1')).toEqual([
      '66 lighting.lamps[7].driver.name: the lamps "z-01" and "z-02" are one and the same lamp, "path/1" -> correct one of the two; a lamp would get two levels that contradict each other',
    ]);
    expect(warned('lamps.yaml', 'devEui: "0202020202020202"', 'devEui: "0101010101010101"')).toEqual([
      expect.stringMatching(
        /^69 lighting\.lamps\[10\]\.driver\.devEui: the lamps "r-01" and "r-02" are one and the same/,
      ),
    ]);
  });

  it('is told of two parameters of one name in the files of the ministry', () => {
    expect(warned('station.yaml', '{ point: so2, name: SO2,', '{ point: so2, name: PM10,')).toEqual([
      '42 station.tt10.parameters[2].name: "PM10" is the name of two parameters, and a file has one line for each name -> write what this one is called',
    ]);
  });
});

describe('the lamps of a signal in the picture', () => {
  it('are told where one has no extent, or two are the same place', () => {
    expect(warned('hanoi-red-light.yaml', '[[554, 184], [566, 196]]', '[[554, 184], [554, 196]]')).toEqual([
      expect.stringMatching(
        /^26 cameras\[0\]\.signals\[0\]\.red: the two corners of this lamp leave no width or no height/,
      ),
    ]);
    expect(warned('hanoi-red-light.yaml', '[[554, 202], [566, 212]]', '[[554, 184], [566, 196]]')).toEqual([
      expect.stringMatching(/^27 cameras\[0\]\.signals\[0\]\.amber: this is the place of the red lamp/),
    ]);
  });
});

describe('values that are hardly meant', () => {
  it('are warned of: the port of encrypted connections without encryption, and the reverse', () => {
    const url = 'url: mqtts://broker.example.vn:8883';
    expect(warned('street.yaml', url, 'url: mqtt://broker.example.vn:8883')).toEqual([
      '50 uplink.url: port 8883 is that of encrypted MQTT, and mqtt:// is not encrypted: such a connection is never established -> did you mean mqtts://broker.example.vn:8883?',
    ]);
    expect(warned('street.yaml', url, 'url: mqtts://broker.example.vn:1883')).toEqual([
      expect.stringMatching(/^50 uplink\.url: port 1883 .* did you mean mqtts:\/\/broker\.example\.vn:8883\?/),
    ]);
    expect(warned('street.yaml', url, 'url: mqtts://broker.example.vn:9000')).toEqual([]);
  });

  it('are warned of: a register as manuals number it, with its kind before it', () => {
    expect(warned('lamps.yaml', 'register: 0, rawAt10', 'register: 40001, rawAt10')).toEqual([
      '64 lighting.lamps[5].driver.register: 40001 looks like the number of a register as manuals write it, with its kind before it and counted from 1; here it is the address, counted from 0 -> did you mean 0? Leave it where the manual says that 40001 is the address itself',
    ]);
    expect(warned('lamps.yaml', 'powerOnRegister: 10', 'powerOnRegister: 40011')).toEqual([
      expect.stringMatching(/^59 lighting\.lamps\[0\]\.driver\.failSafe\.powerOnRegister: 40011 .*did you mean 10\?/),
    ]);
    expect(warned('lamps.yaml', 'feedback: { address: 0 }', 'feedback: { address: 10001 }')).toEqual([
      expect.stringMatching(/^61 lighting\.lamps\[2\]\.driver\.feedback\.address: 10001 .*did you mean 0\?/),
    ]);
  });
});
