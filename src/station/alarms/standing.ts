// The alarms of a station as somebody deals with them: by their ids, standing or not.
import type { PointKeeper } from '../point-keeper.ts';

/** An alarm of a point, as its events name it. */
export interface Standing {
  readonly device: string;
  readonly point: string;
  readonly alarm: string;
  readonly type: string;
  readonly severity: 'warning' | 'error';
  readonly active: boolean;
  /** When it was raised or cleared last, milliseconds since the epoch; null: never. */
  readonly sinceMs: number | null;
}

/** @param id `POINT/ALARM`: that one, or none where it is not known. Of the law those are known that were raised once. */
export function standingOf(points: ReadonlyMap<string, PointKeeper>, id?: string): Standing[] {
  const keepers = id === undefined ? [...points.values()] : [points.get(id.split('/')[0] ?? '')];
  return keepers.flatMap((keeper) => {
    if (!keeper) return [];
    const { id: point, device } = keeper.config;
    return keeper.alarms
      .filter(({ alarm }) => id === undefined || id === `${point}/${alarm}`)
      .map((alarm) => ({ device, point, ...alarm }));
  });
}
