import type { Fault } from '../fault.ts';
import { brokerKill, brokerLost } from './broker.ts';
import { clockStep } from './clock.ts';
import { diskFull } from './disk.ts';
import { blackHole, cut, duplicateAcks, reorderAcks, slow } from './link.ts';
import { none } from './none.ts';
import { kill, sigterm } from './process.ts';
import { walTail } from './wal.ts';

/** Every fault that a round may have. To add one: a file or an export here, and a line. The order decides what a seed means. */
export const faults: readonly Fault[] = [
  kill,
  brokerKill,
  brokerLost,
  cut,
  blackHole,
  slow,
  duplicateAcks,
  reorderAcks,
  diskFull,
  clockStep,
  walTail,
  sigterm,
  none,
];
