// Several cameras at real RTSP servers of this process: what the soak and its tests share.
import { startRtspServer } from '../../../src/vision/source/testing/rtsp-server.ts';
import { cardFile, type Material } from '../material.ts';
import { type Columns, type ColumnsOptions, startColumns } from './columns.ts';

export { quantile } from './figures.ts';

export interface Rig extends Columns {
  /** Ends the server of a camera and starts it again at the same port after a while, with that film. */
  hangUp(i: number, awayMs: number, film?: string): Promise<void>;
  /** Of the process of a camera's server. */
  serverPid(i: number): number;
}

export interface RigOptions extends Pick<ColumnsOptions, 'fps' | 'onLook' | 'onState'> {
  readonly material: Material;
  readonly count: number;
}

export async function startRig({ material, count, ...options }: RigOptions): Promise<Rig> {
  const servers = await Promise.all(Array.from({ length: count }, () => startRtspServer([material.video])));
  const urls = servers.map(({ url }) => url);
  const columns = await startColumns({ ...options, urls, cardFile, modelFile: material.modelFile });
  return {
    ...columns,
    hangUp: async (i, awayMs, film = material.video) => {
      const port = new URL(servers[i]!.url).port;
      await servers[i]!.stop();
      await new Promise((done) => setTimeout(done, awayMs));
      servers[i] = await startRtspServer([film], ['--port', port]);
    },
    serverPid: (i) => servers[i]!.pid!,
    stop: async () => {
      await columns.stop();
      await Promise.all(servers.map((server) => server.stop()));
    },
  };
}
