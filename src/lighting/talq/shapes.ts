// The entities of TALQ 2.7.1 that street lighting uses, as far as they are read and written here. Names and structure are
// those of the data models that the TALQ Consortium publishes (TALQ_specification, oas/): services, attributes, devices,
// lamp types, groups and programs were read in 2.7.1; calendar rules, commands and the attributes of the lamp functions in
// 2.2.0, as names stay within a major version (semantic versioning). Not proven against a certified system.
import { z } from 'zod';

export const operations = ['Set', 'Max', 'Min', 'Add', 'Sub', 'Mul'] as const;

/** Level in whole per cent; a ramp in seconds. */
const command = z.looseObject({
  state: z.looseObject({ name: z.literal('LevelState'), value: z.number().min(0).max(100) }),
  rampToLevelTime: z.number().optional(),
});
export type CommandBase = z.output<typeof command>;

export const programShape = z.looseObject({
  type: z.string(),
  id: z.string(),
  fixedTimeControls: z.array(z.looseObject({ startTime: z.string(), command })).default([]),
  astroClockTimeControls: z
    .array(
      z.looseObject({
        offset: z.number(),
        solarEventType: z.enum(['sunrise', 'sunset']),
        operation: z.enum(operations),
        command,
      }),
    )
    .default([]),
  dynamicControls: z
    .array(
      z.looseObject({
        effect: z.looseObject({
          type: z.string(),
          source: z.looseObject({
            sensor: z.looseObject({ sensorAddresses: z.array(z.string()).default([]) }).optional(),
          }),
          operation: z.enum(operations),
          command: command.optional(),
        }),
      }),
    )
    .default([]),
});
export type TalqProgram = z.output<typeof programShape>;

export const conditionShape = z.looseObject({
  type: z.enum(['ccDate', 'ccDay']),
  dates: z.array(z.looseObject({ start: z.string(), end: z.string().optional() })).optional(),
  days: z.array(z.looseObject({ start: z.int(), end: z.int().optional() })).optional(),
  occurrences: z.array(z.string()).optional(),
});
const ruleShape = z.looseObject({
  program: z.string(),
  startDate: z.string().optional(),
  endDate: z.string().optional(),
  condition: conditionShape.optional(),
});
export type TalqRule = z.output<typeof ruleShape>;
export const calendarShape = z.looseObject({
  id: z.string(),
  rules: z.array(ruleShape).default([]),
  defaultProgram: z.string().optional(),
});
export type TalqCalendar = z.output<typeof calendarShape>;

const reference = z.looseObject({ resource: z.string(), address: z.string() });
const attribute = z.looseObject({ type: z.string(), value: z.unknown() });
const functionShape = z.looseObject({ id: z.string(), type: z.string() }).catchall(z.unknown());
const deviceShape = z.looseObject({
  address: z.string(),
  name: z.string(),
  class: z.string(),
  functions: z.array(functionShape).default([]),
});
export type Device = z.output<typeof deviceShape>;

const lampTypeShape = z.looseObject({
  address: z.string(),
  wattage: z.number().optional(),
  virtualLightOutput: z.number().optional(),
  highTemperatureThreshold: z.number().optional(),
  maxOperatingHours: z.number().optional(),
  powerFactorThreshold: z.number().optional(),
  lumenDepreciationCurve: z
    .looseObject({ entries: z.array(z.looseObject({ operatingHours: z.number(), percentage: z.number() })) })
    .optional(),
});
export type TalqLampType = z.output<typeof lampTypeShape>;

export const documentShape = z.looseObject({
  talqVersion: z.string(),
  devices: z.array(deviceShape).default([]),
  groups: z.array(z.looseObject({ address: z.string(), members: z.array(reference).default([]) })).default([]),
  lampTypes: z.array(lampTypeShape).default([]),
  controlPrograms: z.array(programShape).default([]),
  calendars: z.array(calendarShape).default([]),
  assignments: z.array(z.looseObject({ addresses: z.array(reference), entity: reference.nullable() })).default([]),
  overrides: z.array(z.looseObject({})).default([]),
  /** Faults that began or ended, as the DataCollectService logs event attributes. */
  events: z
    .array(
      z.looseObject({
        address: z.string(),
        function: z.string(),
        attribute: z.string(),
        value: attribute,
        timestamp: z.string(),
      }),
    )
    .default([]),
  /** What the site has and TALQ cannot say, as it stands in the site file, by kind and id. */
  vendor: z
    .looseObject({ name: z.string(), originals: z.record(z.string(), z.record(z.string(), z.unknown())) })
    .optional(),
});
export type TalqDocument = z.output<typeof documentShape>;

/** The value of an attribute of a function; undefined where it has none. */
export function attributeOf(device: Device, functionType: string, name: string): unknown {
  const found = device.functions.find((f) => f.type === functionType)?.[name];
  return attribute.safeParse(found).data?.value;
}
