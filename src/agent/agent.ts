// The wiring: the one file that knows all rooms. It builds every service from the checked site, hands each its own slice
// of the configuration, a logger, the clock and `send`, and gives them to the supervisor in the order in which they
// depend on each other: the outbox first (whatever is said from then on is kept), the uplink last to stop before it.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { Acquisition } from '../acquisition/acquisition.ts';
import type { DeviceProfile } from '../acquisition/profile.ts';
import type { Outgoing, Send } from '../domain/outgoing.ts';
import { toIso } from '../domain/time.ts';
import { createLine, type ModbusLine } from '../fieldbus/line.ts';
import { Lighting } from '../lighting/lighting.ts';
import { MediaStore } from '../outbox/media-store.ts';
import { Outbox } from '../outbox/outbox.ts';
import type { SystemClock } from '../runtime/clock.ts';
import type { Logger } from '../runtime/logger.ts';
import type { Service } from '../runtime/service.ts';
import { Supervisor } from '../runtime/supervisor.ts';
import { toDraft } from '../uplink/envelope.ts';
import { Uplink } from '../uplink/uplink.ts';
import { Camera } from '../vision/camera.ts';
import { Detector } from '../vision/detect/detector.ts';
import { Announcer } from './announcer.ts';
import { ClockTrust } from './clock-trust.ts';
import { CommandRouter } from './commands.ts';
import type { Site } from './config.ts';
import { ControlSocket } from './control-socket.ts';
import { agentJobs, Jobs } from './jobs.ts';
import type { FoundModel } from './models.ts';
import { StateFile } from './state-file.ts';
import { type AgentStatus, reportPart } from './status.ts';
