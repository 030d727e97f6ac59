// The AsyncAPI 3 document: which topics there are, in which direction, and what stands on each. It says the same as the
// schema files, in one file that tools read. Its schemas are of draft 7, the latest that AsyncAPI's tools know.
import { lanes } from '../../domain/lane.ts';
import type { CommandName } from '../commands/args.ts';
import { includes, roleOf, roles } from '../commands/roles.ts';
import { contentType } from '../envelope.ts';
import { chunkContentType } from '../media/chunk.ts';
import { statusKind } from '../status.ts';
import { batchTopic, commandTopic, mediaTopic, messageTopic, statusTopic } from '../topics.ts';
import { commandExample, messageExamples } from './examples.ts';
import { commandKinds, commandSchema, type JsonSchema, messageKinds, messageSchema } from './schemas.ts';

const gatewayParameter = { description: 'Id of the gateway in its site file.', examples: ['qn-hl-001'] };
const gateway = '{gateway}';
const bindings = { mqtt: { qos: 1, retain: false, bindingVersion: '0.2.0' } };
const ref = (path: string) => ({ $ref: `#/${path}` });
const eventKinds = messageKinds.filter((kind) => kind !== statusKind);

function messageOf(kind: string) {
  const [example] = messageExamples().get(kind) ?? [];
  const { $schema: _, ...payload } = messageSchema(kind, 'draft-7');
  const data = (payload['properties'] as Record<string, JsonSchema>)['data'];
  return {
    name: kind,
    title: kind,
    summary: String(data?.['description'] ?? payload['description'] ?? kind),
    contentType,
    payload,
    ...(example ? { examples: [{ payload: JSON.parse(example.payload) as unknown }] } : {}),
  };
}

function commandMessageOf(name: CommandName) {
  const { $schema: _, ...payload } = commandSchema(name, 'draft-7');
  const example = JSON.parse(commandExample(name).payload) as unknown;
  return { name, title: name, contentType: 'application/json', payload, examples: [{ payload: example }] };
}

/** @param version of the program that speaks so. */
export function asyncApi(version: string): Readonly<Record<string, unknown>> {
  const lane = { description: 'How urgent it is.', enum: [...lanes] };
  const all = Object.fromEntries(eventKinds.map((kind) => [kind, ref(`components/messages/${kind}`)]));
  const commands = commandKinds.map((name) => [
    `command-${name}`,
    {
      address: commandTopic(gateway, name, '{role}'),
      description:
        'Never retained. Answered by events command.reply that carry the id of the command: refused, or accepted and then with its result.',
      parameters: {
        gateway: gatewayParameter,
        role: { description: 'Of who sends it.', enum: roles.filter((role) => includes(role, roleOf(name))) },
      },
      messages: { [name]: ref(`components/messages/command-${name}`) },
    },
  ]);
  return {
    asyncapi: '3.0.0',
    info: {
      title: 'Hải Đăng field gateway',
      version,
      description:
        'What a gateway says to the operations centre over MQTT (CloudEvents 1.0, structured JSON) and the commands that it obeys. README.md beside this file says what the fields mean together: sequences, duplicates, time.',
    },
    defaultContentType: contentType,
    channels: {
      events: {
        address: messageTopic(gateway, '{lane}', '{about}/{id}'),
        description: 'Everything that the outbox keeps until it is acknowledged, an event a message.',
        parameters: {
          gateway: gatewayParameter,
          lane,
          about: { description: 'What kind of thing it is about.', examples: ['device', 'camera', 'lamp', 'gateway'] },
          id: { description: 'Its id in the site file.' },
        },
        messages: all,
      },
      batch: {
        address: batchTopic(gateway, '{lane}'),
        description: 'Events of the past, together in a JSON array, where the site asks for it.',
        parameters: { gateway: gatewayParameter, lane },
        messages: { batch: ref('components/messages/batch') },
      },
      media: {
        address: mediaTopic(gateway, '{transfer}'),
        description: 'A picture or clip in pieces: one line of JSON, a line end, the bytes.',
        parameters: { gateway: gatewayParameter, transfer: { description: 'Id of the command that asked for it.' } },
        messages: { chunk: ref('components/messages/chunk') },
      },
      status: {
        address: statusTopic(gateway),
        description: 'Retained: birth, goodbye, and the last will that the broker says.',
        parameters: { gateway: gatewayParameter },
        messages: { [statusKind]: ref(`components/messages/${statusKind}`) },
      },
      ...Object.fromEntries(commands),
    },
    operations: {
      say: { action: 'send', channel: ref('channels/events'), bindings },
      sayPast: { action: 'send', channel: ref('channels/batch'), bindings },
      sendMedia: { action: 'send', channel: ref('channels/media'), bindings },
      sayStatus: {
        action: 'send',
        channel: ref('channels/status'),
        bindings: { mqtt: { ...bindings.mqtt, retain: true } },
      },
      ...Object.fromEntries(
        commandKinds.map((name) => [
          `obey-${name}`,
          {
            action: 'receive',
            channel: ref(`channels/command-${name}`),
            bindings,
            reply: { channel: ref('channels/events'), messages: [ref('channels/events/messages/command.reply')] },
          },
        ]),
      ),
    },
    components: {
      messages: {
        ...Object.fromEntries(messageKinds.map((kind) => [kind, messageOf(kind)])),
        ...Object.fromEntries(commandKinds.map((name) => [`command-${name}`, commandMessageOf(name)])),
        batch: {
          name: 'batch',
          title: 'Events of the past',
          contentType: 'application/cloudevents-batch+json',
          payload: {
            type: 'array',
            minItems: 1,
            items: { type: 'object', required: ['specversion', 'id', 'type', 'source'] },
          },
        },
        chunk: {
          name: 'chunk',
          title: 'A piece of a file',
          contentType: chunkContentType,
          payload: { type: 'string' },
        },
      },
    },
  };
}
