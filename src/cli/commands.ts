import { register as check } from './check.ts';
import type { Register } from './command.ts';
import { register as demo } from './demo.ts';
import { register as models } from './models.ts';
import { register as replay } from './replay.ts';
import { register as run } from './run.ts';
import { register as schema } from './schema.ts';
import { register as status } from './status.ts';

/** The commands, in the order in which the help lists them. */
export const commands: readonly Register[] = [run, check, status, schema, models, replay, demo];
