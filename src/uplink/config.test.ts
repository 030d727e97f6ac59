import { describe, expect, it } from 'vitest';
import { render, renderHint } from '../messages/catalogue.ts';
import { YamlFile } from '../runtime/document/document.ts';
import { brokersOf, uplinkSchema } from './config.ts';

const problemsOf = (...lines: string[]) =>
  new YamlFile('site.yaml', `${lines.join('\n')}\n`)
    .validate(uplinkSchema)
    .problems.map((p) => `${p.line}:${p.column} ${render(p.message, 'en')} -> ${renderHint(p.message, 'en') ?? ''}`);

describe('the uplink in the site file', () => {
  it('needs nothing but the address of the broker', () => {
    const config = uplinkSchema.parse({ url: 'mqtts://broker.example.vn' });
    expect(config).toEqual({
      commands: {
        issuers: [],
        signed: [],
        perMinute: { viewer: 600, operator: 600, maintainer: 120, config: 30 },
      },
      url: 'mqtts://broker.example.vn',
      version: 5,
      keepalive: 30_000,
      window: 100,
      sessionExpiry: 600_000,
      reconnectMax: 60_000,
      fallbacks: [],
      failBack: 300_000,
      willDelay: 10_000,
      history: { batch: 1 },
      media: { send: 'requested', bytesPerSecond: 50_000, chunk: 16_384 },
    });
    expect(brokersOf(config)).toEqual([
      {
        protocol: 'mqtts',
        host: 'broker.example.vn',
        port: 8883,
        shown: 'broker.example.vn:8883',
      },
    ]);
    expect(brokersOf(uplinkSchema.parse({ url: 'mqtt://[::1]:1884' }))).toMatchObject([{ host: '::1', port: 1884 }]);
  });

  it.each([
    ['url: mqtt://user:hunter2@broker', /^1:6 a user name or password stands in the address/],
    ['url: http://broker', /^1:6 "http:\/\/broker" is not the address of a broker -> write it like this: mqtts:/],
    ['url: broker:1883', /^1:6 "broker:1883" is not the address of a broker/],
    ['url: mqtt://broker/topic', /^1:6 "mqtt:\/\/broker\/topic" is not the address/],
    [
      'url: mqtt://broker:0',
      /^1:6 "0" in this address is no port: .* -> write the address like this: mqtts:\/\/broker/,
    ],
  ])('refuses %s with a remedy', (line, problem) => {
    const problems = problemsOf(line);
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(problem);
  });

  it('never repeats a password that stands in the address', () => {
    expect(problemsOf('url: mqtt://user:hunter2@broker').join()).not.toContain('hunter2');
    expect(problemsOf('url: http://user:hunter2@broker').join()).not.toContain('hunter2');
  });

  it('refuses what would have no effect or only look safe', () => {
    expect(problemsOf('url: mqtt://broker', 'ca: ca.pem', 'cert: c.pem', 'password: ${env:X}')).toEqual([
      expect.stringMatching(/^2:5 "ca" has no effect with an address that begins with mqtt:\/\//),
      expect.stringMatching(/^3:7 "cert" has no effect/),
      expect.stringMatching(/^3:7 "cert" is given without "key"/),
      expect.stringMatching(/^4:11 there is a password without a user name/),
    ]);
  });

  it('knows no way to turn the verification of TLS off', () => {
    for (const key of ['rejectUnauthorized', 'insecure', 'verify']) {
      expect(problemsOf('url: mqtts://broker', `${key}: false`)[0]).toMatch(/^2:1 unknown key/);
    }
  });

  it('takes a password only by reference, and names versions of MQTT that it knows', () => {
    const problems = problemsOf('url: mqtts://broker', 'username: gw', 'password: hunter2', 'version: 4');
    expect(problems[0]).toMatch(/^3:11 a password stands in the file itself/);
    expect(problems[1]).toMatch(/^4:10 "4" is not allowed here; allowed: 5, 3.1.1/);
  });
});
