// The contract as JSON Schema, for those who build on what gateways say: one document for each message and each command,
// made from the very schemas that the code checks with.
//
// The code is strict with what it sends (a key that it does not know is a fault of ours). Who receives must not be: within
// version 1 we only add, so the published schemas of messages let keys through that they do not name. Commands are strict
// on both sides: an argument that the gateway does not know is refused, never ignored.
import { z } from 'zod';
import { type CommandName, commandArgs } from '../commands/args.ts';
import { commandEnvelopeSchema } from '../commands/command.ts';
import { messageSchemas } from '../contract.ts';

export type JsonSchema = Readonly<Record<string, unknown>>;

/** Drafts that the schemas are given in: 2020-12 as files, 7 inside the AsyncAPI document, whose tools know no later one. */
export type Draft = 'draft-2020-12' | 'draft-7';

/** RFC 3339 in UTC with milliseconds, as every time of a message is. */
const utcTime = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}:\\d{2}\\.\\d{3}Z$';
const anyTime = '^\\d{4}-\\d{2}-\\d{2}T\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?(Z|[+-]\\d{2}:\\d{2})$';

const typePattern = /^vn\.quangninh\.edge\.(.+)\.v1$/;

/** The kind of a CloudEvents type: `camera.event` of `vn.quangninh.edge.camera.event.v1`. */
export function kindOf(type: string): string {
  return typePattern.exec(type)?.[1] ?? type;
}

/** The names of all messages, `camera.event`, in alphabetical order. */
export const messageKinds: readonly string[] = [...messageSchemas.keys()].map(kindOf).sort();

export const commandKinds: readonly CommandName[] = (Object.keys(commandArgs) as CommandName[]).sort();

/** @throws RangeError where no message is called so. */
export function messageSchema(kind: string, draft: Draft = 'draft-2020-12'): JsonSchema {
  const schema = messageSchemas.get(`vn.quangninh.edge.${kind}.v1`);
  if (!schema) throw new RangeError(`no message is called ${kind}`);
  const json = toJson(schema, draft, false);
  if (draft === 'draft-7') return json;
  // `dataschema` of a message names the schema of its data: so is it called.
  const properties = { ...(json['properties'] as Record<string, Record<string, unknown>>) };
  properties['data'] = { $id: `urn:vn:haidang:schema:${kind}:v1`, ...properties['data'] };
  return named(`urn:vn:haidang:message:${kind}:v1`, { ...json, properties });
}

/** What a centre publishes to have a command carried out. */
export function commandSchema(name: CommandName, draft: Draft = 'draft-2020-12'): JsonSchema {
  const args = commandArgs[name];
  const needed = args.safeParse({}).success ? {} : { args: true as const };
  const envelope = commandEnvelopeSchema.extend({ name: z.literal(name).optional(), args: args.optional() });
  const json = toJson(needed.args ? envelope.required(needed) : envelope, draft, true);
  return draft === 'draft-7' ? json : named(`urn:vn:haidang:command:${name}:v1`, json);
}

function named(id: string, json: JsonSchema): JsonSchema {
  const { $schema, ...rest } = json;
  return { $schema, $id: id, ...rest };
}

function toJson(schema: z.ZodType, target: Draft, strict: boolean): JsonSchema {
  return z.toJSONSchema(schema, {
    target,
    io: 'input',
    reused: 'inline',
    override: ({ jsonSchema }) => {
      const json = jsonSchema as Record<string, unknown>;
      if (json['format'] === 'date-time') json['pattern'] = strict ? anyTime : utcTime;
      // Every whole number of JavaScript is within this: it says nothing to a reader.
      if (json['maximum'] === Number.MAX_SAFE_INTEGER) delete json['maximum'];
      if (json['minimum'] === Number.MIN_SAFE_INTEGER) delete json['minimum'];
      if (!strict && json['additionalProperties'] === false) delete json['additionalProperties'];
    },
  }) as JsonSchema;
}
