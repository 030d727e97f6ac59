// Finds a message that ends the connection: a broker of MQTT 3.1.1 has no other way to refuse one. Such a message would
// be the first to be sent again on every new connection, and nothing behind it would ever go out.
//
// A message that was on its way when the link ended several times in a row is suspected. Suspected ones go last and
// alone, but one every few seconds whatever else waits. One that ended the link alone several times, while others were
// taken in between, is found guilty. A link that merely drops often makes nobody guilty: there the others are not taken either, or the suspect is, sooner or later.

const suspectedFrom = 3;
const guiltyFrom = 3;

interface Suspicion {
  /** How many links ended while it was on its way. */
  ends: number;
  /** How many of these it was on its way alone. */
  endsAlone: number;
  /** Something else was taken since it first ended a link alone. */
  othersTaken: boolean;
}

export class Suspects {
  /** By key of the row; no more than were ever on their way at once and not taken since. */
  readonly #records = new Map<string, Suspicion>();
  readonly #bound: number;

  constructor(bound: number) {
    this.#bound = bound;
  }

  /** The other side ended the link while these were on their way. @returns the one that is guilty of it. */
  linkEnded(keys: readonly string[]): string | undefined {
    for (const key of keys) {
      const record = this.#records.get(key) ?? { ends: 0, endsAlone: 0, othersTaken: false };
      record.ends++;
      if (keys.length === 1 && record.ends > suspectedFrom) record.endsAlone++;
      if (this.#records.size < this.#bound || this.#records.has(key)) this.#records.set(key, record);
      if (record.endsAlone >= guiltyFrom && record.othersTaken) {
        this.#records.delete(key);
        return key;
      }
    }
    return undefined;
  }

  taken(key: string): void {
    if (this.#records.size === 0) return;
    this.#records.delete(key);
    for (const record of this.#records.values()) if (record.endsAlone > 0) record.othersTaken = true;
  }

  /** Some message may be one. */
  get any(): boolean {
    return this.#records.size > 0;
  }

  suspected(key: string): boolean {
    return this.#records.size > 0 && (this.#records.get(key)?.ends ?? 0) >= suspectedFrom;
  }
}
