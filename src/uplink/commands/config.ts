// The `uplink.commands:` part of the site file: who may have commands carried out, and how many.
import { z } from 'zod';
import { message } from '../../messages/catalogue.ts';
import { words } from '../../runtime/document/words.ts';
import { idSchema, refuse } from '../../runtime/schema.ts';
import { cutText } from '../../runtime/text.ts';
import { type Role, roles } from './roles.ts';
import { keyOfLine } from './signature.ts';

const roleSchema = z.enum(roles);
const sample = 'MCowBQYDK2VwAyEAGb9ECWmEzf6FQbrBZ9w7lshQhqowtrbLDFw4rXAxZuE=';
const noun = {
  en: 'the public key of an issuer: the line between BEGIN and END of its PEM (Ed25519)',
  vi: 'khóa công khai của bên ra lệnh: dòng nằm giữa BEGIN và END trong tệp PEM (Ed25519)',
};

const keySchema = z
  .string()
  .check((ctx) => {
    if (!keyOfLine(ctx.value)) {
      refuse(ctx, message('config.bad-format', { found: cutText(ctx.value, 80), expected: noun, example: sample }));
    }
  })
  .meta({
    description:
      'Its public key: the line between BEGIN and END that `openssl pkey -in key.pem -pubout` prints for an Ed25519 key.',
    examples: [sample],
  })
  .register(words, { noun, example: sample });

const issuerSchema = z.strictObject({
  id: idSchema.describe('Name that its commands carry as `issuer`.'),
  key: keySchema,
  role: roleSchema.describe('The highest role under which its commands are believed.'),
});

const perMinute = (usual: number, what: string) =>
  z.int().min(1).max(100_000).default(usual).describe(`Commands a minute under the role ${what}.`);

export const commandsSchema = z
  .strictObject({
    issuers: z
      .array(issuerSchema)
      .max(32)
      .default([])
      .describe('Who signs commands. Can only be changed on the gateway, or by a signed command.'),
    signed: z
      .array(roleSchema)
      .default([])
      .describe('Roles whose commands are refused without a signature of one of `issuers`.'),
    perMinute: z
      .strictObject({
        viewer: perMinute(600, 'viewer'),
        operator: perMinute(600, 'operator'),
        maintainer: perMinute(120, 'maintainer'),
        config: perMinute(30, 'config'),
      } satisfies Record<Role, unknown>)
      .prefault({})
      .describe('How many commands are taken, by role; more are refused. `lamp.emergency` is never refused for this.'),
  })
  .check((ctx) => {
    const { issuers, signed } = ctx.value;
    const seen = new Map<string, string>();
    for (const [i, { id }] of issuers.entries()) {
      const first = seen.get(id);
      if (first === undefined) seen.set(id, `issuers[${i}]`);
      else refuse(ctx, message('uplink.issuer-twice', { id, first }), ['issuers', i, 'id']);
    }
    for (const [i, role] of signed.entries()) {
      const able = issuers.some((issuer) => roles.indexOf(issuer.role) >= roles.indexOf(role));
      if (!able) refuse(ctx, message('uplink.nobody-signs', { role }), ['signed', i]);
    }
  });

export type CommandsConfig = z.output<typeof commandsSchema>;
