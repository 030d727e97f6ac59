// The messages of gateways, read by the published contract alone (config/contract): whoever writes a consumer in another
// language needs no more than this.
import { readdirSync, readFileSync } from 'node:fs';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';

const folder = new URL('../../config/contract/messages/', import.meta.url);

export interface Event {
  readonly source: string;
  readonly id: string;
  readonly type: string;
  readonly subject: string;
  readonly time: string;
  readonly recordedtime?: string;
  readonly timequality: string;
  readonly bootid: string;
  readonly uptimesec?: number;
  readonly agentversion: string;
  readonly confighash: string;
  /** Absent in the status alone. */
  readonly lane?: string;
  readonly sequence?: string;
  readonly historical?: true;
  readonly data: Readonly<Record<string, unknown>>;
}

let validators: Map<string, ValidateFunction> | undefined;

/** Validators by CloudEvents type, compiled on first use. */
function validatorOf(type: string): ValidateFunction | undefined {
  if (!validators) {
    const ajv = new Ajv2020({ allowUnionTypes: true, validateFormats: false });
    validators = new Map(
      readdirSync(folder).map((name) => {
        const schema = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as {
          properties: { type: { const: string } };
        };
        return [schema.properties.type.const, ajv.compile(schema)] as const;
      }),
    );
  }
  return validators.get(type);
}

/** What a topic is; undefined where it is none of a gateway. */
export function parseTopic(
  topic: string,
): { readonly kind: 'event' | 'batch' | 'status' | 'media' | 'command' } | undefined {
  const [product, version, gateway, what, ...rest] = topic.split('/');
  if (product !== 'haidang' || version !== 'v1' || !gateway || !what) return undefined;
  if (what === 'status' && rest.length === 0) return { kind: 'status' };
  if ((what === 'batch' || what === 'media') && rest.length === 1) return { kind: what };
  // Four parts as an event has, but it goes to a gateway.
  if (what === 'command') return rest.length === 2 ? { kind: what } : undefined;
  return rest.length === 2 ? { kind: 'event' } : undefined;
}

/** The events of a payload, one or a batch; or what is wrong with it. A type that is not known yet is let through. */
export function eventsOf(payload: Buffer): readonly Event[] | string {
  let parsed: unknown;
  try {
    parsed = JSON.parse(payload.toString('utf8'));
  } catch {
    return 'not JSON';
  }
  const events = Array.isArray(parsed) ? parsed : [parsed];
  for (const event of events as (Partial<Event> | null)[]) {
    if (typeof event?.id !== 'string' || typeof event.source !== 'string' || typeof event.type !== 'string') {
      return 'no CloudEvent';
    }
    const { type } = event;
    const validate = validatorOf(type);
    if (validate && !validate(event)) {
      const [error] = validate.errors ?? [];
      return `${type}: ${error?.instancePath ?? ''} ${error?.message ?? ''}`;
    }
    if (!validate && (event.lane === undefined || !/^\d{20}$/.test(event.sequence ?? '')))
      return `${type}: no event of an outbox`;
  }
  return events as Event[];
}
