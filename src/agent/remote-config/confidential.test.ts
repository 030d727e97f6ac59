// Each way by which somebody who may publish under the role `config`, and has no key, could have secrets sent to himself.

import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { YamlFile } from '../../runtime/document/document.ts';
import { textOf } from './candidate.ts';
import { confidentialChanges, unsignedRefusal } from './confidential.ts';

const issuer = { id: 'desk', key: 'x', role: 'config' };
const rtsp = { kind: 'rtsp', url: 'rtsp://10.0.0.5/1', username: 'u', password: '${env:CAM}' };
const site = {
  gateway: { id: 'gw-1' },
  uplink: {
    url: 'mqtts://centre:8883',
    username: 'gw',
    password: '${file:/run/mqtt}',
    commands: { issuers: [issuer] },
  },
  cameras: [
    { id: 'cam-1', fps: 5, source: rtsp },
    { id: 'cam-2', fps: 5, source: { kind: 'rtsp', url: 'rtsp://10.0.0.6/1' } },
  ],
  station: {
    tt10: { delivery: { by: 'sftp', host: 'a.vn', user: 'u', hostKeys: ['SHA256:1'], password: '${env:FTP}' } },
  },
  brokers: [{ id: 'b', url: 'mqtt://127.0.0.1', password: '${env:B}' }],
};
const yaml = stringify(site, { aliasDuplicateObjects: false });
const plainOf = (text: string) => new YamlFile('site', text).plain();
const patched = (patch: Record<string, unknown>, from = yaml) => textOf({ patch }, from);
const changes = (text: string, from = yaml) => confidentialChanges(plainOf(from), plainOf(text));
const camera = (source: object) => ({ cameras: [{ id: 'cam-1', fps: 5, source }, site.cameras[1]] });

describe('a site file from afar needs a signature', () => {
  it('for a new secret, another one in its place, and one that stands in another place', () => {
    expect(changes(patched({ uplink: { ca: 'x', password: '${file:/run/other}' } }))).toEqual([
      'uplink.password',
      'uplink.ca',
    ]);
    expect(
      changes(patched({ lighting: { brokers: [{ id: 'x', url: 'mqtt://evil', password: '${env:B}' }] } })),
    ).toEqual(['lighting.brokers["x"].password']);
    expect(changes(patched({ uplink: { password: null, username: '${file:/run/mqtt}' } }))).toContain(
      'uplink.username',
    );
    const moved = [
      { ...site.cameras[0], source: site.cameras[1]?.source },
      { ...site.cameras[1], source: rtsp },
    ];
    expect(changes(patched({ cameras: moved }))).toContain('cameras["cam-2"].source.password');
    expect(changes(patched({ cameras: [{ ...site.cameras[0], id: 'cam-9' }] }))).toEqual([
      'cameras["cam-9"].source.password',
    ]);
    expect(changes(patched({ gateway: { name: ['${env:B}'] } }))).toEqual(['gateway.name[0]']);
  });

  it('for where something that holds a secret connects to, and what it trusts there', () => {
    for (const [key, value] of Object.entries({
      ...{ url: 'mqtts://evil', fallbacks: ['mqtts://evil'], ca: 'evil.pem', serverName: 'evil', username: 'other' },
      ...{ cert: 'c.pem', somethingOfTomorrow: 1 },
    })) {
      expect(changes(patched({ uplink: { [key]: value } })), key).toEqual([`uplink.${key}`]);
    }
    for (const [key, value] of Object.entries({
      host: 'evil',
      port: 1,
      by: 'ftp',
      hostKeys: ['SHA256:2'],
      folder: '/',
    })) {
      const text = patched({ station: { tt10: { delivery: { [key]: value } } } });
      expect(changes(text), key).toEqual([`station.tt10.delivery.${key}`]);
    }
    expect(changes(patched({ station: { tt10: { delivery: { hostKeys: null } } } }))).toEqual([
      'station.tt10.delivery.hostKeys',
    ]);
    expect(changes(patched(camera({ ...rtsp, url: 'rtsp://evil' })))).toEqual(['cameras["cam-1"].source.url']);
    expect(changes(patched({ brokers: [{ ...site.brokers[0], url: 'mqtt://evil' }] }))).toEqual(['brokers["b"].url']);
    expect(changes(patched({ brokers: [{ url: 'mqtt://evil', password: '${env:B}' }] }))).toEqual([
      'brokers[0].password',
    ]);
  });

  it('for who may command: whoever adds his own key first could sign the rest', () => {
    for (const commands of [{ issuers: [] }, { signed: ['config'] }, { perMinute: { config: 9 } }, null]) {
      expect(changes(patched({ uplink: { commands } }))).toEqual(['uplink.commands']);
    }
  });

  it('also where anchors, aliases and merge keys hide it', () => {
    const inLine = `u: &u { url: mqtts://evil, username: gw, password: "\${file:/run/mqtt}" }\nuplink: *u\n`;
    expect(changes(inLine)).toEqual(expect.arrayContaining(['u.password', 'uplink.url', 'uplink.commands']));
    const merged = `%YAML 1.1\n---\nbase: &b { password: "\${env:B}" }\nbrokers: [ { id: b, url: "mqtt://evil", <<: *b } ]\n`;
    expect(changes(merged)).toEqual(expect.arrayContaining(['base.password', 'brokers["b"].url']));
    const escaped = yaml.replace('${env:CAM}', '"\\u0024{env:FTP}"');
    expect(changes(escaped)).toEqual(['cameras["cam-1"].source.password']);
  });

  it('for a section that was taken out by one push and comes back by the next', () => {
    const without = patched({ uplink: { password: null, username: null }, station: null });
    expect(changes(without)).toEqual([]);
    expect(changes(yaml, without)).toContain('station.tt10.delivery.password');
    const lonely = patched({ station: null, brokers: null });
    expect(changes(lonely)).toEqual([]);
    const elsewhere = { station: { tt10: { delivery: { ...site.station.tt10.delivery, host: 'evil' } } } };
    expect(changes(patched(elsewhere, lonely), lonely)).toEqual(['station.tt10.delivery.password']);
    const passwordOut = patched({ uplink: { password: null } });
    const movedAway = patched({ uplink: { url: 'mqtts://evil' } }, passwordOut);
    expect([changes(passwordOut), changes(movedAway, passwordOut)]).toEqual([[], []]);
    expect(changes(patched({ uplink: { password: '${file:/run/mqtt}' } }, movedAway), movedAway)).toEqual([
      'uplink.password',
    ]);
  });

  it('and for nothing else', () => {
    expect(changes(yaml)).toEqual([]);
    expect(changes(patched({ gateway: { name: 'x' }, uplink: { keepalive: '60s', window: 5 } }))).toEqual([]);
    expect(changes(patched({ cameras: [site.cameras[1], { ...site.cameras[0], fps: 8 }] }))).toEqual([]);
    expect(changes(patched({ brokers: null, station: null }))).toEqual([]);
  });
});

describe('the refusal', () => {
  it('names the keys in both languages, never what stands there, and says who could do it', () => {
    const text = patched({ uplink: { url: 'mqtts://evil', password: '${file:/etc/other}' } });
    const refusal = unsignedRefusal(yaml, text, false);
    expect(refusal?.refused).toMatch(/uplink\.password, uplink\.url.*signed/);
    expect(refusal?.problems?.[0]).toMatchObject({ path: 'uplink.password', code: 'uplink.change-unsigned' });
    expect(refusal?.problems?.[0]?.['vi']).toMatchObject({ message: expect.stringContaining('chữ ký') });
    expect(JSON.stringify(refusal)).not.toMatch(/evil|etc/);
    expect(unsignedRefusal(yaml, text, true)).toBeUndefined();
  });

  it('says that it is changed on site where nobody can sign', () => {
    const nobody = stringify({ ...site, uplink: { ...site.uplink, commands: undefined } });
    const refusal = unsignedRefusal(nobody, patched({ uplink: { commands: { issuers: [issuer] } } }, nobody), false);
    expect(refusal?.refused).toMatch(/uplink\.commands.*on site/);
  });

  it('leaves to the check what is no site file', () => {
    for (const text of ['a: [', 'null', '5', '[]']) expect(unsignedRefusal(yaml, text, false)).toBeUndefined();
  });
});
