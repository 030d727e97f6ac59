import { register as aqi } from './aqi.ts';
import { register as check } from './check.ts';
import type { Register } from './command.ts';
import { register as contract } from './contract.ts';
import { register as decode } from './decode.ts';
import { register as demo } from './demo.ts';
import { register as encode } from './encode.ts';
import { register as evidence } from './evidence.ts';
import { register as ioc } from './ioc.ts';
import { register as key } from './key.ts';
import { register as lighting } from './lighting.ts';
import { register as models } from './models.ts';
import { register as monitor } from './monitor.ts';
import { register as orders } from './orders.ts';
import { register as outbox } from './outbox.ts';
import { register as plan } from './plan.ts';
import { register as probe } from './probe.ts';
import { register as replay } from './replay.ts';
import { register as report } from './report.ts';
import { register as run } from './run.ts';
import { register as scan } from './scan.ts';
import { register as schema } from './schema.ts';
import { register as simulate } from './simulate.ts';
import { register as sniff } from './sniff.ts';
import { register as status } from './status.ts';

/** The commands, in the order in which the help lists them. */
export const commands: readonly Register[] = [
  run,
  check,
  status,
  outbox,
  probe,
  scan,
  orders,
  monitor,
  sniff,
  plan,
  lighting,
  decode,
  encode,
  aqi,
  report,
  schema,
  contract,
  ioc,
  models,
  replay,
  evidence,
  key,
  simulate,
  demo,
];
