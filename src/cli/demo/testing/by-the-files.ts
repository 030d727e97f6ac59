// What somebody makes of the demo's output who has nothing but config/contract/: every message is looked up by its `type`
// among the schemas, its data by its `dataschema`, and its topic among the channels of the AsyncAPI document. Nothing of our
// own code reads it.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = new URL('../../../../config/contract/', import.meta.url);
const json = (path: string) => JSON.parse(readFileSync(new URL(path, folder), 'utf8'));

interface Said {
  readonly type?: string;
  readonly dataschema?: string;
  readonly data?: unknown;
}

/** @returns what is wrong by the files with a line `{"topic","payload"}`; undefined: nothing. */
export function byTheFiles(): (line: string) => string | undefined {
  const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });
  const messages = new Map<string, ValidateFunction>();
  for (const name of readdirSync(new URL('messages/', folder))) {
    const schema = json(`messages/${name}`);
    messages.set(schema.properties.type.const, ajv.compile(schema));
  }
  const channels: { address: string }[] = Object.values(json('asyncapi.json').channels);
  const addresses = channels.map(({ address }) => new RegExp(`^${address.replaceAll(/\{[^}]+\}/g, '[^/]+')}$`));
  return (line) => {
    const { topic, payload } = JSON.parse(line) as { topic: string; payload: Said };
    if (!addresses.some((address) => address.test(topic))) return `${topic} is no channel`;
    const { type = '', dataschema = '', data } = payload;
    const validate = messages.get(type);
    if (!validate) return `${type} has no schema`;
    if (!validate(payload)) return `${type}: ${ajv.errorsText(validate.errors)}`;
    return ajv.validate(dataschema, data) ? undefined : `${dataschema}: ${ajv.errorsText(ajv.errors)}`;
  };
}
