// What a site may keep, held against the disk that it is kept on. Only where the data folder is there: `check` may run on the
// laptop of whoever writes the file. A warning, as a disk can be changed for a larger one.
import { statfsSync } from 'node:fs';
import { message } from '../messages/catalogue.ts';
import type { Path } from '../runtime/document/problem.ts';
import { formatBytes } from '../runtime/schema.ts';
import type { Site } from './config.ts';
import type { Finding } from './load.ts';

export function checkRoom(site: Site, folder: string | undefined): Finding[] {
  const disk = folder === undefined ? undefined : sizeOfDisk(folder);
  if (folder === undefined || disk === undefined) return [];
  const caps: (readonly [Path, number | undefined])[] = [
    [['outbox', 'cap'], site.outbox.cap],
    [['evidence', 'cap'], site.evidence.cap],
    [['station', 'tt10', 'cap'], site.station?.tt10?.cap],
    [['station', 'journal'], site.station?.journal],
  ];
  return caps.flatMap(([path, cap]): Finding[] => {
    if (cap === undefined || cap <= disk) return [];
    const gib = 1024 ** 3;
    const shown = disk > gib ? `${Math.floor(disk / gib)}GiB` : formatBytes(disk);
    const params = { found: formatBytes(cap), folder, disk: shown };
    return [{ path, message: message('config.cap-above-disk', params), severity: 'warning' }];
  });
}

function sizeOfDisk(folder: string): number | undefined {
  try {
    const { blocks, bsize } = statfsSync(folder);
    return blocks * bsize;
  } catch {
    return undefined;
  }
}
