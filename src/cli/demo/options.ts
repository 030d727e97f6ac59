import { message } from '../../messages/catalogue.ts';
import { exitCode } from '../command.ts';
import { type BrokerAddress, parseBroker } from '../ioc/address.ts';
import { Refusal } from './refusal.ts';

/** The flags as commander gives them. */
export interface DemoFlags {
  readonly for?: string;
  readonly json?: boolean;
  readonly broker?: string;
  readonly video?: string;
  readonly model?: string;
  readonly data?: string;
  readonly prepare?: boolean;
}

export interface DemoOptions {
  /** End by itself after so many milliseconds; undefined: when told to. */
  readonly forMs: number | undefined;
  readonly json: boolean;
  readonly broker: BrokerAddress | undefined;
  readonly video: string | undefined;
  readonly model: string | undefined;
  readonly data: string | undefined;
}

/** @throws Refusal */
export function parseFlags(flags: DemoFlags): DemoOptions {
  const seconds = flags.for === undefined ? undefined : Number(flags.for);
  if (seconds !== undefined && !(seconds >= 5 && seconds <= 86_400)) {
    throw new Refusal(message('demo.bad-seconds', { found: flags.for ?? '' }), exitCode.usage);
  }
  const broker = flags.broker === undefined ? undefined : parseBroker(flags.broker);
  if (flags.broker !== undefined && !broker) {
    // Whatever stands there may hold a password: it is not repeated in full.
    const found = flags.broker.replace(/\/\/[^@/]*@/, '//***@');
    throw new Refusal(message('demo.bad-broker', { found }), exitCode.usage);
  }
  const { video, model, data } = flags;
  return {
    forMs: seconds === undefined ? undefined : seconds * 1000,
    json: flags.json ?? false,
    broker,
    video,
    model,
    data,
  };
}

/** When the demo does what by itself, milliseconds after the agent was started. */
export interface Script {
  readonly cutAt: number;
  readonly cutFor: number;
  readonly deviceOffAt: number;
  readonly deviceOffFor: number;
  /** The first lamp command, and every how long another. */
  readonly lampsAt: number;
  readonly lampsEvery: number;
}

/** The usual script, drawn together where the demo is to be short: everything is over before the end. */
export function scriptFor(forMs: number | undefined): Script {
  const k = forMs === undefined ? 1 : Math.min(1, forMs / 75_000);
  return {
    ...{ cutAt: 25_000 * k, cutFor: 10_000 * k, deviceOffAt: 45_000 * k, deviceOffFor: 10_000 * k },
    ...{ lampsAt: 8_000 * k, lampsEvery: 40_000 },
  };
}
