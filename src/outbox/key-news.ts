// Which rotations of the key the centre has not been told of. Each is told by an event whose subject is the new key, and
// the subjects of all that was stored are kept (format.ts) in the transaction that stores it, also over a new database:
// so what a crash swallowed is told again, and nothing twice.
import type Database from 'better-sqlite3';
import { keySubject } from '../domain/key-subject.ts';
import type { KeyRotation } from '../domain/outgoing/key.ts';

export class KeyNews {
  readonly #told: Database.Statement<[string], number>;

  constructor(db: Database.Database) {
    this.#told = db.prepare<[string], number>('SELECT 1 FROM subjects WHERE subject = ?').pluck();
  }

  /** Those after the last one that was told: they are told in their order. */
  untold(rotations: readonly KeyRotation[]): readonly KeyRotation[] {
    const last = rotations.findLastIndex(({ next }) => this.#told.get(keySubject(next.keyId)) !== undefined);
    return rotations.slice(last + 1);
  }
}
