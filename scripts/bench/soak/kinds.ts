// The faults of the soak. Each is done to one camera, must be told within its time, and is taken back.
import type { Rig } from '../vision/rig.ts';
import type { Films } from './films.ts';

/** What a fault may do to its camera, and wait for. */
export interface Scene {
  readonly rig: Rig;
  readonly camera: number;
  readonly films: Films;
  /** Of ffmpeg. */
  readonly pid: number;
  /** Resolves with how long it took, seconds, until the camera told of itself; throws `Missed` where it did not in time. */
  told(state: 'blind' | 'online', withinSeconds: number, reason?: RegExp): Promise<number>;
}

export interface Fault {
  readonly what: string;
  /** Does it, waits until it is told, takes it back. @returns seconds from the fault to the alarm. */
  run(scene: Scene): Promise<number>;
}

/** The watch for a missing picture waits 20 s; all have 30 s to be told. */
const within = 30;
/** A server that was ended and begins again, seconds. */
const away = 2;

export const faults: Readonly<Record<string, Fault>> = {
  kill: {
    what: 'ffmpeg dies',
    run: ({ pid, told }) => {
      process.kill(pid, 'SIGKILL');
      return told('blind', within);
    },
  },
  stop: {
    what: 'ffmpeg hangs: stopped, and never continued',
    run: ({ pid, told }) => {
      process.kill(pid, 'SIGSTOP');
      return told('blind', within);
    },
  },
  mute: {
    what: 'the camera keeps its connection and sends nothing, and nobody answers at its port, until 5 s after the alarm',
    run: async ({ rig, camera, told }) => {
      const server = rig.serverPid(camera);
      process.kill(server, 'SIGSTOP');
      try {
        const seconds = await told('blind', within);
        await new Promise((done) => setTimeout(done, 5000));
        return seconds;
      } finally {
        process.kill(server, 'SIGCONT');
      }
    },
  },
  'hang-up': {
    what: 'the camera goes and comes back',
    run: async ({ rig, camera, told }) => {
      const alarm = told('blind', within);
      await Promise.all([alarm, rig.hangUp(camera, away * 1000)]);
      return alarm;
    },
  },
  'other-size': {
    what: 'the camera comes back with a picture of another size, and once more with the usual one',
    run: async ({ rig, camera, films, told }) => {
      const alarm = told('blind', within);
      await Promise.all([alarm, rig.hangUp(camera, away * 1000, films.otherSize)]);
      await told('online', recovery);
      const again = told('blind', within);
      await Promise.all([again, rig.hangUp(camera, away * 1000)]);
      return Math.max(await alarm, await again);
    },
  },
  black: {
    what: 'the camera comes back with a black picture; its alarm counts from the first picture',
    run: async ({ rig, camera, films, told }) => {
      await Promise.all([told('blind', within), rig.hangUp(camera, away * 1000, films.black)]);
      await told('online', recovery);
      const seconds = await told('blind', within, /black/);
      await rig.hangUp(camera, away * 1000);
      return seconds;
    },
  },
};

/**
 * From a fault's end to the pictures' return, seconds: the wait between two starts grows to a minute, and a start on a
 * machine that is starved has up to a minute for its first picture.
 */
export const recovery = 180;
