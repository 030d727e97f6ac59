import { hasVsftpd } from '../../src/station/testing/servers.ts';
import { underFire } from '../station/fire.ts';
import type { Bench } from './bench.ts';

/** STATION_KILLS=200 is what was asked for: about a quarter of an hour. */
const kills = Number(process.env['STATION_KILLS'] ?? 30);
const seed = Number(process.env['STATION_SEED'] ?? 1);

/** Files that a real FTP server got from a station that was killed and whose clock was set, again and again. */
export const stationFire: Bench = {
  name: 'station-fire',
  async run() {
    if (!hasVsftpd) return { skipped: 'vsftpd is not installed' };
    const say = (text: string) => process.stderr.write(`${text}\n`);
    const { holes, surplus, changed, wrong, steps, ...of } = await underFire(kills, seed, say);
    const set = Object.entries(steps).map(([kind, n]) => `${n} × ${kind}`);
    const detail = `${of.kills} kills, clock set ${set.join(', ')}; ${of.cycles} cycles, ${of.valid} of ${of.lines} lines valid`;
    const none = { unit: 'times', target: { atMost: 0 } } as const;
    return [
      { ...none, name: 'files that are missing', value: holes.length, detail: holes[0] ?? detail },
      {
        ...{ ...none, name: 'files of no cycle, half or changed after they came' },
        ...{ value: surplus.length + changed.length, detail: surplus[0] ?? changed[0] ?? detail },
      },
      { ...none, name: 'lines that are not those of the oracle', value: wrong.length, detail: wrong[0] ?? detail },
    ];
  },
};
