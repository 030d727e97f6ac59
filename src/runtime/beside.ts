// A file that somebody asked for by name, made beside its place and put there when it is whole: what is broken off leaves what was
// there before. It is for what is made again when the power fails; what must last through that is kept by whole-file.ts.
import { realpathSync, statSync } from 'node:fs';
import { rename, rm } from 'node:fs/promises';

/** Where a file goes when it is whole, and where it is made. */
export interface Place {
  readonly file: string;
  readonly fresh: string;
}

/**
 * Two processes that make the same file at once have no half of it in common. A link stays one. What is no plain file (a
 * pipe) is written at once.
 */
export function placeOf(wanted: string): Place {
  const found = statSync(wanted, { throwIfNoEntry: false });
  if (found && !found.isFile()) return { file: wanted, fresh: wanted };
  const file = found ? realpathSync(wanted) : wanted;
  return { file, fresh: `${file}.${process.pid}.part` };
}

export async function complete({ file, fresh }: Place): Promise<void> {
  if (fresh !== file) await rename(fresh, file);
}

/** Takes away what was made and is not complete; nothing where it is. */
export async function clear({ file, fresh }: Place): Promise<void> {
  if (fresh !== file) await rm(fresh, { force: true }).catch(() => {});
}
