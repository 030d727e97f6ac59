import { loop, memory } from './agent.ts';
import type { Bench } from './bench.ts';
import { camera } from './camera.ts';
import { contractChain } from './contract-chain.ts';
import { contractClocks } from './contract-clocks.ts';
import { contractFuzz } from './contract-fuzz.ts';
import { contractPushes } from './contract-pushes.ts';
import { contractSites } from './contract-sites.ts';
import { contractSnapshot } from './contract-snapshot.ts';
import { deadUnit } from './dead-unit.ts';
import { demo } from './demo.ts';
import { drain } from './drain.ts';
import { fleet } from './fleet.ts';
import { help } from './help.ts';
import { levels } from './levels.ts';
import { lightingBroadcast } from './lighting-broadcast.ts';
import { lightingCommand } from './lighting-command.ts';
import { lightingSun } from './lighting-sun.ts';
import { lightingWrites } from './lighting-writes.ts';
import { lightingQuiet, lightingYear } from './lighting-year.ts';
import { modbus } from './modbus.ts';
import { outbox } from './outbox.ts';
import { outboxAlarm } from './outbox-alarm.ts';
import { outboxBacklog } from './outbox-backlog.ts';
import { outboxFlash } from './outbox-flash.ts';
import { scene } from './scene.ts';
import { serialLine } from './serial-line.ts';
import { backlog, slowLink } from './slow-link.ts';
import { station } from './station.ts';
import { stationFire } from './station-fire.ts';
import { cameras } from './vision/cameras.ts';
import { capture } from './vision/capture.ts';
import { gate } from './vision/gate.ts';
import { health } from './vision/health.ts';
import { turned } from './vision/turned.ts';

/** The benchmarks, in the order in which they run. */
export const benches: readonly Bench[] = [
  help,
  outbox,
  outboxAlarm,
  outboxBacklog,
  outboxFlash,
  drain,
  slowLink,
  backlog,
  contractFuzz,
  contractSites,
  contractClocks,
  contractPushes,
  contractSnapshot,
  contractChain,
  modbus,
  fleet,
  serialLine,
  deadUnit,
  station,
  stationFire,
  levels,
  lightingSun,
  lightingBroadcast,
  lightingCommand,
  lightingWrites,
  lightingQuiet,
  lightingYear,
  camera,
  gate,
  health,
  turned,
  cameras,
  capture,
  scene,
  demo,
  loop,
  memory,
];
