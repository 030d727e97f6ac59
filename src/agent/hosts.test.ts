// Every host of a site file is judged alike: one that can never be reached is refused when it is checked.
import { describe, expect, it } from 'vitest';
import { lightingSchema } from '../lighting/config.ts';
import { deliverySchema } from '../station/delivery/config.ts';
import { uplinkSchema } from '../uplink/config.ts';
import { sourceSchema } from '../vision/source/config.ts';

const delivery = (host: string) =>
  deliverySchema.safeParse({ by: 'ftps', host, user: 'u', password: '${file:/run/secrets/x}' });
const broker = (url: string) => uplinkSchema.safeParse({ url });
const lampBroker = (url: string) => lightingSchema.shape.brokers.safeParse([{ id: 'b', url }]);
const camera = (url: string) => sourceSchema.safeParse({ kind: 'rtsp', url });
const codes = (result: ReturnType<typeof delivery | typeof broker | typeof lampBroker | typeof camera>) =>
  result.error?.issues.map((i) => i.message) ?? [];

describe('the host of a server, a broker or a camera', () => {
  it.each([
    [delivery, 'x:22', 'fieldbus.host-only'],
    [delivery, '192.0.2.999', 'fieldbus.not-ipv4'],
    [delivery, 'sftp://example.vn', 'fieldbus.host-only'],
    [broker, 'mqtts://broker.vn,8883', 'fieldbus.bad-url-host'],
    [broker, 'mqtts://broker.vn:88830', 'fieldbus.bad-port'],
    [broker, 'mqtts://broker.vn:0', 'fieldbus.bad-port'],
    [broker, 'mqtts://u:p@broker.vn:8883', 'uplink.url-credentials'],
    [lampBroker, 'mqtt://127.0.0.1:188300', 'fieldbus.bad-port'],
    [lampBroker, '127.0.0.1:1883', 'config.bad-format'],
    [broker, 'mqtt://192.0.2.999:1883', 'fieldbus.not-ipv4'],
    [camera, 'rtsp://192.0.2.999/s', 'fieldbus.not-ipv4'],
    [camera, 'rtsp://cam,554/s', 'fieldbus.bad-url-host'],
    [camera, 'rtsp://cam:55400000/s', 'fieldbus.bad-port'],
    [camera, 'rtsp://cam:port/s', 'fieldbus.bad-port'],
    [camera, 'rtsp://u:p@cam:0/s', 'source.login-in-url'],
    // The port of this may be the beginning of a password: it is not repeated.
    [camera, 'rtsp://admin:123456/7@cam/s', 'source.bad-url'],
  ] as const)('that can be none is refused (%o, %s)', (parse, text, code) => {
    expect(codes(parse(text))).toEqual([code]);
  });

  it.each([
    [delivery, 'sftp.example.vn'],
    [delivery, '2001:db8::1'],
    [broker, 'mqtts://broker.example.vn:8883'],
    [broker, 'mqtt://[::1]:1884'],
    [camera, 'rtsp://[2001:db8::1]:554/s'],
    [camera, 'rtsp://cam_1.local:554/s?a=1,2'],
  ] as const)('that may be one is taken (%o, %s)', (parse, text) => {
    expect(codes(parse(text))).toEqual([]);
  });
});
