import { describe, expect, it } from 'vitest';
import { endedBy, failedWith, refusedBy } from './failure.ts';

const coded = (text: string, code: string | number) => Object.assign(new Error(text), { code });

describe('why a connection failed', () => {
  it.each([
    [coded('connect ECONNREFUSED 127.0.0.1:1883', 'ECONNREFUSED'), 'uplink.unreachable', false],
    [coded('getaddrinfo ENOTFOUND broker', 'ENOTFOUND'), 'uplink.unreachable', false],
    [coded('getaddrinfo EAI_AGAIN broker', 'EAI_AGAIN'), 'uplink.unreachable', false],
    [new Error('connack timeout'), 'uplink.unreachable', false],
    [coded('certificate has expired', 'CERT_HAS_EXPIRED'), 'uplink.tls', true],
    [coded('self-signed certificate in certificate chain', 'SELF_SIGNED_CERT_IN_CHAIN'), 'uplink.tls', true],
    [coded('unable to verify the first certificate', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'uplink.tls', true],
    [coded("Hostname/IP does not match certificate's altnames", 'ERR_TLS_CERT_ALTNAME_INVALID'), 'uplink.tls', true],
    [
      coded('tlsv13 alert certificate required', 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED'),
      'uplink.credentials',
      true,
    ],
    [coded('Connection refused: Not authorized', 5), 'uplink.credentials', true],
    [new Error('Packet must not have both QoS bits set to 1'), 'uplink.closed', false],
  ])('%s is told as one kind that somebody can act on', (error, code, needsPerson) => {
    const failure = failedWith(error);
    expect(failure.message.code).toBe(code);
    expect(failure.needsPerson).toBe(needsPerson);
  });

  it('by a code of the broker names the remedy: credentials, version, a second gateway of the same name', () => {
    for (const code of [4, 5, 0x86, 0x87, 0x8a]) expect(refusedBy(code).message.code).toBe('uplink.credentials');
    for (const code of [1, 0x84]) expect(refusedBy(code).message.code).toBe('uplink.version');
    for (const code of [3, 0x88, 0x89, 0x9f]) {
      expect(refusedBy(code)).toMatchObject({ needsPerson: false, message: { code: 'uplink.refused' } });
    }
    expect(endedBy(0x8e, 'haidang-g').message).toEqual({
      code: 'uplink.taken-over',
      params: { clientId: 'haidang-g' },
    });
    expect(endedBy(0x8b, 'haidang-g').message.code).toBe('uplink.closed');
  });
});
