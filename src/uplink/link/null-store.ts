import { Readable } from 'node:stream';
import type { IStore } from 'mqtt';

/**
 * A store that keeps nothing, given to mqtt.js for what it sends: its own has lost messages when the link dropped while
 * they were replayed. What was not acknowledged is the outbox's to send again.
 */
export const nullStore: IStore = {
  put(_packet, done) {
    done();
    return nullStore;
  },
  get(_packet, done) {
    done(new Error('nothing is kept here'));
    return nullStore;
  },
  del(_packet, done) {
    done();
    return nullStore;
  },
  createStream() {
    return new Readable({
      objectMode: true,
      read() {
        this.push(null);
      },
    }) as ReturnType<IStore['createStream']>;
  },
  close(done) {
    done();
  },
};
