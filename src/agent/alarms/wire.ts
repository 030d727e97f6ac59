// How alarms are wired: which there are, who keeps them, what is shown of them.
import type { Station } from '../../station/station.ts';
import type { Site } from '../config.ts';
import type { AgentStatus } from '../status.ts';
import { AlarmDesk, type DeskOptions } from './desk.ts';
import { KnownAlarms } from './known.ts';

interface Deps extends Pick<DeskOptions, 'send' | 'kept' | 'clock'> {
  readonly station: () => Station | undefined;
  /** Names of the parts of the program. */
  readonly parts: () => readonly string[];
}

/** So many are shown one by one. */
const shownMost = 50;

export function alarmDeskOf(site: Site, { station, parts, ...rest }: Deps): AlarmDesk {
  const known = new KnownAlarms(site, (id) => station()?.alarms(id) ?? [], parts);
  return new AlarmDesk({
    ...rest,
    config: site.alarms,
    known,
    remember: async () => await station()?.remember(),
  });
}

export function alarmsNow(desk: AlarmDesk): NonNullable<AgentStatus['alarms']> {
  const alarms = desk.now();
  return {
    active: alarms.filter((a) => a.active).length,
    acknowledged: alarms.filter((a) => a.acknowledged).length,
    shelved: alarms.filter((a) => a.shelved).length,
    first: alarms.slice(0, shownMost),
  };
}
