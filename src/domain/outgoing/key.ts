// The gateway's key was replaced: a record that the former key and the new one both signed, so that whoever trusts one of
// them can trust the other.
import { z } from 'zod';
import { instantSchema } from '../time.ts';

const signature = z.string().regex(/^[A-Za-z0-9+/]{86}==$/);

const publicPart = z.strictObject({
  keyId: z
    .string()
    .regex(/^[0-9a-f]{32}$/)
    .describe('As in the attribute `keyid`: the first 16 bytes of the SHA-256 over the DER of the public key, hex.'),
  publicKey: z.string().max(200).describe('The public key (Ed25519): SPKI, DER, base64.'),
});

const rotationSchema = z
  .strictObject({
    kind: z.literal('haidang.key-rotation.v1'),
    at: z.string().describe('RFC 3339: when it was done.'),
    former: publicPart,
    next: publicPart,
    formerSignature: signature.describe('By the former key.'),
    nextSignature: signature.describe('By the new key.'),
  })
  .describe(
    'Both signatures are Ed25519, base64, over the canonical form (JCS, RFC 8785) of the record without the two of them.',
  );
export type KeyRotation = z.infer<typeof rotationSchema>;

export const keyRotated = z
  .strictObject({
    kind: z.literal('key.rotated'),
    at: instantSchema,
    rotation: rotationSchema,
  })
  .describe(
    'The gateway signs with a new key from here on. Check both signatures, and believe the new key where the former one is believed.',
  );
