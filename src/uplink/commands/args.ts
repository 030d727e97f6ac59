// The commands that the operations centre can send, with the schema of the arguments of each. To add a command, add a
// line here and one in roles.ts; the agent's router then fails to compile until it is handled.
import { z } from 'zod';
import { idSchema, percentSchema } from '../../runtime/schema.ts';
import { backfillArgs } from '../backfill.ts';
import { limitArgs } from '../drain/limit.ts';
import { mediaFetchArgs } from '../media/transfer.ts';

export const instant = z.iso.datetime({ offset: true });

const oneTarget = (args: { lamp?: string | undefined; group?: string | undefined }) =>
  (args.lamp === undefined) !== (args.group === undefined);
const oneTargetMessage = 'give either lamp or group';
/** The same for those who check by JSON Schema. */
const oneTargetJson = { oneOf: [{ required: ['lamp'] }, { required: ['group'] }] };
const oneEnd = (a: { until?: string | undefined; forSeconds?: number | undefined }) =>
  a.until === undefined || a.forSeconds === undefined;
const oneEndMessage = 'give either until or forSeconds, or none';
const oneEndJson = { not: { required: ['until', 'forSeconds'] } };

const lampTarget = { lamp: idSchema.optional(), group: idSchema.optional() };
const lampEnd = {
  until: instant.optional(),
  forSeconds: z
    .int()
    .min(1)
    .max(30 * 86_400)
    .optional(),
};
const alarmId = z.string().min(3).max(300);
const pointName = z.string().min(1).max(100);

/** How long a new site file has to prove itself. */
const gateSeconds = z.int().min(5).max(600).optional();

export const commandArgs = {
  'gateway.ping': z.strictObject({}),
  'gateway.status': z.strictObject({}),
  'camera.snapshot': z.strictObject({ camera: idSchema }),
  'lamp.set': z
    .strictObject({ ...lampTarget, level: percentSchema, ...lampEnd })
    .refine(oneTarget, oneTargetMessage)
    .refine(oneEnd, oneEndMessage)
    .meta({ ...oneTargetJson, ...oneEndJson }),
  'lamp.release': z.strictObject(lampTarget).refine(oneTarget, oneTargetMessage).meta(oneTargetJson),
  /** Full light before everything else: a lamp, a group, all lamps of a line, or all lamps. */
  'lamp.emergency': z
    .strictObject({ ...lampTarget, line: idSchema.optional(), level: percentSchema.optional(), ...lampEnd })
    .refine(
      (a) => [a.lamp, a.group, a.line].filter((t) => t !== undefined).length <= 1,
      'give lamp, group or line, or none',
    )
    .refine(oneEnd, oneEndMessage)
    .meta({
      not: {
        anyOf: [
          { required: ['lamp', 'group'] },
          { required: ['lamp', 'line'] },
          { required: ['group', 'line'] },
          { required: ['until', 'forSeconds'] },
        ],
      },
    }),
  'lamp.mode': z.strictObject({ switch: idSchema, mode: z.enum(['auto', 'hand', 'photocell', 'maintenance']) }),
  'point.read': z.strictObject({ device: idSchema, point: pointName }),
  'point.write': z.strictObject({
    device: idSchema,
    point: pointName,
    value: z.union([z.number(), z.boolean(), z.string().max(200)]),
  }),
  /** Somebody has seen an alarm that stands. Its id is as its events name it: `POINT/ALARM`, `lamp/ID/FAULT`, … */
  'alarm.ack': z.strictObject({ alarm: alarmId }),
  /** Keeps an alarm, standing or not, from disturbing until then; `forSeconds: 0` ends that. */
  'alarm.shelve': z
    .strictObject({
      alarm: alarmId,
      until: instant.optional(),
      forSeconds: z
        .int()
        .min(0)
        .max(7 * 86_400)
        .optional(),
      why: z.string().min(1).max(200).optional(),
    })
    .refine((a) => (a.until === undefined) !== (a.forSeconds === undefined), 'give either until or forSeconds')
    .meta({ oneOf: [{ required: ['until'] }, { required: ['forSeconds'] }] }),
  'history.fetch': backfillArgs,
  'drain.set': limitArgs,
  'media.fetch': mediaFetchArgs,
  /** A whole site file as YAML, or a JSON Merge Patch (RFC 7386) of the one in force; tried, and taken back where it does not do. */
  'config.apply': z
    .strictObject({
      site: z.string().min(1).optional(),
      patch: z.record(z.string(), z.unknown()).optional(),
      withinSeconds: gateSeconds,
    })
    .refine((a) => (a.site === undefined) !== (a.patch === undefined), 'give either site or patch')
    .meta({ oneOf: [{ required: ['site'] }, { required: ['patch'] }] }),
  /** The site file before the one in force, or one of the last three by the beginning of its SHA-256. */
  'config.rollback': z.strictObject({
    to: z
      .string()
      .regex(/^[0-9a-f]{8,64}$/)
      .optional(),
    withinSeconds: gateSeconds,
  }),
} as const;

export type CommandName = keyof typeof commandArgs;
export const commandNames = Object.keys(commandArgs) as readonly CommandName[];

/** A command that was checked; `args` is what its schema says. */
export type Command = {
  [N in CommandName]: { readonly id: string; readonly name: N; readonly args: z.output<(typeof commandArgs)[N]> };
}[CommandName];
