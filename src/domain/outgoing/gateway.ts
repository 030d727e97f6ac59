// What the gateway says of itself, and its answers to commands.
import { z } from 'zod';
import { instantSchema } from '../time.ts';
import { handling } from './alarm.ts';

export const gatewayStarted = z
  .strictObject({
    kind: z.literal('gateway.started'),
    at: instantSchema,
    previousStop: z
      .enum(['clean', 'unclean', 'unknown'])
      .describe('How the run before this one ended; `unknown` on the first run.'),
  })
  .describe('The gateway program started. What was active before (faults, absences) is said anew after it.');

export const gatewayMaybeMissing = z
  .strictObject({
    kind: z.literal('gateway.maybe-missing'),
    at: instantSchema,
    since: z.string().describe('RFC 3339: everything appended until then is stored.'),
    until: z
      .string()
      .describe(
        'RFC 3339: from then on this run stores; where the clock was set back meanwhile, a time that is surely late enough.',
      ),
    lastStored: z
      .record(z.string(), z.string())
      .describe('Per device, camera or lamp (`device/air-1`): RFC 3339 of the last thing of it that is stored.'),
  })
  .describe(
    'After an unclean stop: what the run before it (another `bootid`) may have measured and never stored, by its clock.',
  );

export const gatewayPart = z
  .strictObject({
    kind: z.literal('gateway.part'),
    at: instantSchema,
    part: z.string(),
    state: z.enum(['failed', 'recovered']),
    reason: z.string(),
    ...handling,
  })
  .describe('A part of the gateway program failed and is started again with growing waits, or works again.');

export const gatewayClock = z
  .strictObject({
    kind: z.literal('gateway.clock'),
    at: instantSchema,
    quality: z.enum(['synced', 'holdover', 'unsynced']),
    reason: z.string(),
  })
  .describe('How far the clock of the gateway can be believed changed.');

export const gatewayConfig = z
  .strictObject({
    kind: z.literal('gateway.config'),
    at: instantSchema,
    state: z
      .enum(['local-edit', 'died-on-trial'])
      .describe(
        '`local-edit`: the site file was edited on the gateway, which wins over what was sent. `died-on-trial`: the program ended while a new site file was tried.',
      ),
  })
  .describe('What the centre sent as site file is not in force any more; `confighash` names what is.');

export const timeCorrected = z
  .strictObject({
    kind: z.literal('time.corrected'),
    at: instantSchema,
    bootid: z.string().describe('The `bootid` of the events whose times are meant.'),
    startWas: z
      .string()
      .describe(
        'RFC 3339: the start of that run by its wrong clock. Meant are the events of the boot whose `recordedtime` less `uptimesec` is this or up to 1.1 s later.',
      ),
    offsetMs: z
      .int()
      .describe(
        'To be added to `time` and `recordedtime` of these events, and to other times in them. The latest correction of a run and start holds; 0 takes an earlier one back.',
      ),
    errorMs: z
      .int()
      .nonnegative()
      .nullable()
      .describe('How far the corrected times may still be off; null where nobody knows.'),
  })
  .describe(
    'A clock that was wrong has been put right: by how much earlier times were off. The events themselves never change.',
  );

export const certificateExpiry = z
  .strictObject({
    kind: z.literal('gateway.certificate'),
    at: instantSchema,
    file: z.string(),
    notAfter: z.string(),
    daysLeft: z.int(),
  })
  .describe('A certificate of the link to the centre ends soon, or has ended.');

const outcomes = ['done', 'refused', 'failed', 'unknown'] as const;

export const commandReply = z
  .strictObject({
    kind: z.literal('command.reply'),
    at: instantSchema,
    command: z.string().describe('Id of the command that is answered.'),
    name: z.string(),
    outcome: z
      .enum([...outcomes, 'accepted'])
      .describe('`accepted`: it is being carried out, and another answer with its result follows.'),
    withinSeconds: z
      .int()
      .positive()
      .optional()
      .describe('Of `accepted`: its result comes after so many seconds at the latest, or `unknown` in its place.'),
    reason: z.string().optional().describe('Why, where the outcome is not `done`.'),
    result: z
      .record(z.string(), z.unknown())
      .optional()
      .describe('What was really achieved, read back where it can be: per target or as a whole.'),
  })
  .describe('An answer to a command: refused, or accepted and then with what was really achieved.');

export const commandAudited = z
  .strictObject({
    kind: z.literal('command.audited'),
    at: instantSchema,
    command: z.string().describe('Id of the command.'),
    name: z.string(),
    role: z.string().describe('As its topic says.'),
    issuer: z.string().optional().describe('Who sent it, as it says itself; proved where `signed`.'),
    signed: z.boolean().describe('Its signature was checked and stands.'),
    verdict: z.enum(['accepted', 'refused']),
    outcome: z.enum(outcomes),
    reason: z.string().optional(),
    sha256: z
      .string()
      .regex(/^[0-9a-f]{64}$/)
      .optional()
      .describe('SHA-256 over the command as it came; what it asked for may be confidential.'),
    untold: z.int().positive().optional().describe('Refused since the one told before, in a flood, and not told each.'),
  })
  .describe('The journal of commands: who sent what, what was decided and what became of it.');
