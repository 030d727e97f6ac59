import type { KeyRotation } from '../../domain/outgoing/key.ts';

/** Of two keys that are nobody's; both signatures stand. */
export const exampleRotation: KeyRotation = {
  kind: 'haidang.key-rotation.v1',
  at: '2026-06-21T11:40:12.000Z',
  former: {
    keyId: 'f049709a48c408877a33bb24090b2beb',
    publicKey: 'MCowBQYDK2VwAyEAhNgtF1laFToP5IHrWM14HbPWuuuN64woBNmFUja3H5o=',
  },
  next: {
    keyId: 'a44acbb14e56d6fe7ada1ca82a5e3dd2',
    publicKey: 'MCowBQYDK2VwAyEAvUb06ms2ooPcEIEhlP4Ok8hZ2pHrhRaGMYqLdfuS31I=',
  },
  formerSignature: 'iGED17NHeghPpZOVEcMdJTfRKxTtIXA8J42FDNN4xqkBW+zcX0koPBVdwUTGGPK48otpQHWcGo0NXoy5aZsAAg==',
  nextSignature: 'o0TH7ZdmEMnY8FmdAMhuBzomcKQdoa27fe+Pc6GFqLUPuqS9WKH6UOazblD+8voUGoQjY7vwtTBCUFBLaax6AA==',
};
