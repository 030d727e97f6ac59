// Where a command of the operations centre goes, and the answer that says what really happened: a level that was read
// back, a value that was read back, never a bare "ok".
import type { Acquisition } from '../acquisition/acquisition.ts';
import type { Lighting } from '../lighting/lighting.ts';
import type { LampResult } from '../lighting/result.ts';
import { type Clock, sleep } from '../runtime/clock.ts';
import { HaidangError, messageOf } from '../runtime/errors.ts';
import type { BackfillArgs } from '../uplink/backfill.ts';
import type { Command } from '../uplink/commands/args.ts';
import { type CommandOutcome, overrideEnd } from '../uplink/commands/command.ts';
import type { Authority } from '../uplink/commands/gate.ts';
import type { Uplink } from '../uplink/uplink.ts';
import type { Camera } from '../vision/camera.ts';
import type { AlarmDesk, Handler } from './alarms/desk.ts';
import type { Later } from './remote-config/remote-config.ts';
import type { SiteFile } from './remote-config/trial.ts';
import { type AgentStatus, isHealthy } from './status.ts';

/** A backfill that ends within so long is answered with its end. */
const backfillPatienceMs = 2000;

export interface CommandDeps {
  readonly lighting: Lighting | undefined;
  readonly acquisition: Acquisition;
  readonly cameras: readonly Camera[];
  readonly uplink: Uplink | undefined;
  readonly alarms: AlarmDesk;
  readonly clock: Clock;
  /** Facts that answer a ping. */
  readonly about: () => Readonly<Record<string, unknown>>;
  readonly status: () => AgentStatus;
  /** Absent where the site file is not the business of this process. */
  readonly siteFile: SiteFile | undefined;
}

/** Carries a command out. Never rejects: what goes wrong is the answer. */
export async function routeCommand(
  command: Command,
  by: Authority,
  deps: CommandDeps,
): Promise<CommandOutcome | Later> {
  try {
    return await carryOut(command, by, deps);
  } catch (error) {
    // The configuration's fault: what was asked for makes no sense here, and nothing was tried.
    const outcome = error instanceof HaidangError && error.fault === 'configuration' ? 'refused' : 'failed';
    return { outcome, reason: messageOf(error) };
  }
}

async function carryOut(command: Command, by: Authority, deps: CommandDeps): Promise<CommandOutcome | Later> {
  const { lighting, acquisition, clock } = deps;
  switch (command.name) {
    case 'gateway.ping':
      return { outcome: 'done', result: deps.about() };
    case 'gateway.status': {
      const { parts, ...status } = deps.status();
      // A part says as codes why it is not well; the words are in the catalogue, in the language of who reads them.
      const shown = parts.map(({ part, state, reasons }) => ({ part, state, reasons }));
      return { outcome: 'done', result: { ...status, healthy: isHealthy(deps.status()), parts: shown } };
    }
    case 'camera.snapshot': {
      const { camera: id } = command.args;
      const camera = deps.cameras.find((c) => c.id === id);
      if (!camera) throw new HaidangError('configuration', 'unknown-camera', `there is no camera ${id}`);
      const { standIn } = camera;
      const taken = { camera: id, ...(await camera.snapshot()) };
      return { outcome: 'done', result: standIn ? { ...taken, simulated: standIn } : taken };
    }
    case 'lamp.set': {
      const { level } = command.args;
      const target = targetOf(command.args);
      return lampOutcome(
        await needed(lighting).override({ target, level, ...endOf(command.args, clock), id: command.id }),
      );
    }
    case 'lamp.release':
      return lampOutcome(await needed(lighting).release({ target: targetOf(command.args) }));
    case 'lamp.emergency': {
      const { lamp, group, line, level } = command.args;
      const target = lamp ?? group ?? line;
      const end = endOf(command.args, clock);
      const { lamps, ...how } = await needed(lighting).emergency({ target, level, ...end, id: command.id });
      const outcome = lampOutcome(lamps);
      return { ...outcome, result: { ...how, ...outcome.result } };
    }
    case 'lamp.mode': {
      const { switch: id, mode } = command.args;
      // The switch is set, whatever its lamps do: a contactor may have to rest first.
      const lamps = await needed(lighting).setMode(id, mode);
      return { outcome: 'done', result: { switch: id, mode, ...lampOutcome(lamps).result } };
    }
    case 'alarm.ack':
      return {
        outcome: 'done',
        result: { ...(await deps.alarms.acknowledge(command.args.alarm, handler(command, by))) },
      };
    case 'alarm.shelve': {
      const { alarm, why, ...end } = command.args;
      const forMs = end.forSeconds === 0 ? 0 : (overrideEnd(end, clock.now().ms) ?? 0) - clock.now().ms;
      return { outcome: 'done', result: { ...(await deps.alarms.shelve(alarm, forMs, handler(command, by), why)) } };
    }
    case 'history.fetch':
      return await backfill(command.id, command.args, deps);
    case 'drain.set':
      return { outcome: 'done', result: { ...linked(deps.uplink).past.setLimit(command.args) } };
    case 'media.fetch':
      linked(deps.uplink).past.sendMedia(command.id, command.args);
      return { outcome: 'done', result: { state: 'queued' } };
    case 'config.apply':
      return await known(deps.siteFile).remote.apply(
        askedBy(command, by),
        command.args,
        known(deps.siteFile).condition,
      );
    case 'config.rollback':
      return await known(deps.siteFile).remote.rollback(
        askedBy(command, by),
        command.args,
        known(deps.siteFile).condition,
      );
    case 'point.read': {
      const { device, point } = command.args;
      const { value, quality, unit } = await acquisition.readPoint(device, point);
      const result = { device, point, value, quality, ...(unit === undefined ? {} : { unit }) };
      return value === null
        ? { outcome: 'failed', reason: `there is no value: ${quality}`, result }
        : { outcome: 'done', result };
    }
    case 'point.write': {
      const { device, point, value } = command.args;
      const { achieved, readBack, quality } = await acquisition.writePoint(device, point, value);
      const result = { device, point, written: value, readBack, quality };
      if (achieved) return { outcome: 'done', result };
      if (readBack === null) return { outcome: 'unknown', reason: 'written, and it could not be read back', result };
      return { outcome: 'failed', reason: 'written, and something else was read back', result };
    }
  }
}

/** Told that it is taken up, or how it ended where that is soon. */
async function backfill(id: string, args: BackfillArgs, { uplink, clock }: CommandDeps): Promise<CommandOutcome> {
  const ended = new Promise<CommandOutcome>((resolve) => {
    linked(uplink).past.askBackfill(id, args, (end) =>
      resolve({ outcome: 'done', result: { state: 'ended', ...end } }),
    );
  });
  const queued = sleep(clock, backfillPatienceMs).then(
    (): CommandOutcome => ({ outcome: 'done', result: { state: 'queued' } }),
  );
  return await Promise.race([ended, queued]);
}

function linked(uplink: Uplink | undefined): Uplink {
  if (uplink) return uplink;
  throw new HaidangError('configuration', 'no-uplink', 'this gateway has no uplink');
}

function known(siteFile: SiteFile | undefined): SiteFile {
  if (siteFile) return siteFile;
  throw new HaidangError('configuration', 'no-site-file', 'this program was not started with a site file');
}

/** Who deals with an alarm: whoever signed or says who they are, or else the role. */
const handler = ({ id }: Command, { issuer, role }: Authority): Handler => ({ by: issuer ?? role, command: id });

const askedBy = ({ id, name }: Command, { signed }: Authority) => ({ id, name, signed });

const endOf = (args: { until?: string | undefined; forSeconds?: number | undefined }, clock: Clock) => ({
  until: overrideEnd(args, clock.now().ms),
  forMs: args.forSeconds === undefined ? undefined : args.forSeconds * 1000,
});

const targetOf = (args: { lamp?: string | undefined; group?: string | undefined }) => args.lamp ?? args.group ?? '';

function needed(lighting: Lighting | undefined): Lighting {
  if (lighting) return lighting;
  throw new HaidangError('configuration', 'no-lighting', 'this gateway has no lamps');
}

/** Done where every lamp was read back at what holds for it now; else the lamps that are not, by name. */
function lampOutcome(lamps: readonly LampResult[]): CommandOutcome {
  const result = { lamps: Object.fromEntries(lamps.map(({ lamp, ...rest }) => [lamp, rest])) };
  const behind = lamps.filter((l) => l.outcome !== 'achieved');
  if (behind.length === 0) return { outcome: 'done', result };
  const reason = behind
    .slice(0, 20)
    .map((l) => `${l.lamp}: ${l.outcome}${l.heldMs === undefined ? '' : `, rests for ${Math.ceil(l.heldMs / 1000)} s`}`)
    .join(', ');
  const outcome = behind.every((l) => l.outcome === 'pending' || l.outcome === 'no-answer') ? 'unknown' : 'failed';
  return { outcome, reason, result };
}
