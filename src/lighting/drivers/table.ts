// Every lamp driver. A new one is a file of this folder and a line here: the configuration's union, the checks and the
// documentation follow from it.
import { z } from 'zod';
import { HaidangError } from '../../runtime/errors.ts';
import { analogOutput } from './analog-output.ts';
import { chirpstack } from './chirpstack.ts';
import { daliGateway } from './dali-gateway.ts';
import type { DriverDeps, DriverKind, LampDriver, Place } from './driver.ts';
import { modbusDimmer } from './modbus-dimmer.ts';
import { relayCircuit } from './relay-circuit.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

const kinds = [modbusDimmer, relayCircuit, daliGateway, analogOutput, zigbee2mqtt, chirpstack] as const;

export const driverSchema = z.discriminatedUnion('kind', [
  modbusDimmer.schema,
  relayCircuit.schema,
  daliGateway.schema,
  analogOutput.schema,
  zigbee2mqtt.schema,
  chirpstack.schema,
]);
export type DriverConfig = z.output<typeof driverSchema>;

export const driverKinds: readonly string[] = kinds.map((k) => k.kind);

function kindOf(config: DriverConfig): DriverKind<z.ZodType<DriverConfig>> {
  const found = kinds.find((k) => k.kind === config.kind);
  if (!found) throw new HaidangError('ours', 'unknown-driver', `there is no lamp driver ${config.kind}`);
  return found as unknown as DriverKind<z.ZodType<DriverConfig>>;
}

export function openDriver(config: DriverConfig, deps: DriverDeps): LampDriver {
  return kindOf(config).open(config, deps);
}

export function placeOf(config: DriverConfig): Place | undefined {
  return kindOf(config).placeOf(config);
}
