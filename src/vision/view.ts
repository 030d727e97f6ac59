import type { Message } from '../messages/catalogue.ts';

/** Whether a camera gives usable pictures, as far as one of those who can tell knows. */
export type Sight =
  | { readonly state: 'starting' }
  | { readonly state: 'online' }
  | { readonly state: 'blind'; readonly reason: string; readonly message?: Message | undefined };

/**
 * Puts the opinions of the source, of the detector and of the watch over the picture together: a camera is online when
 * all are content, and blind as soon as one of them is not. Tells each change once.
 */
export class View {
  readonly #onChange: (sight: Sight & { readonly state: 'online' | 'blind' }) => void;
  #source: Sight = { state: 'starting' };
  #detector: Sight = { state: 'starting' };
  /** A picture is believed until it is known to be bad. */
  #picture: Sight = { state: 'online' };
  #told: Sight = { state: 'starting' };

  constructor(onChange: (sight: Sight & { readonly state: 'online' | 'blind' }) => void) {
    this.#onChange = onChange;
  }

  get sight(): Sight {
    return this.#told;
  }

  source(sight: Sight): void {
    this.#source = sight;
    this.#tell();
  }

  detector(sight: Sight): void {
    this.#detector = sight;
    this.#tell();
  }

  picture(sight: Sight): void {
    this.#picture = sight;
    this.#tell();
  }

  /** The camera was stopped: what was known is forgotten, so that a new start tells its state anew. */
  reset(): void {
    this.#source = { state: 'starting' };
    this.#detector = { state: 'starting' };
    this.#picture = { state: 'online' };
    this.#told = { state: 'starting' };
  }

  #tell(): void {
    const sight = [this.#source, this.#detector, this.#picture].find((s) => s.state === 'blind') ?? this.#both();
    if (sight.state === 'starting') return;
    const isSame =
      sight.state === this.#told.state && (sight.state === 'online' || sight.reason === this.#reasonTold());
    if (isSame) return;
    this.#told = sight;
    this.#onChange(sight);
  }

  #both(): Sight {
    const works = this.#source.state === 'online' && this.#detector.state === 'online';
    return works ? { state: 'online' } : { state: 'starting' };
  }

  #reasonTold(): string | undefined {
    return this.#told.state === 'blind' ? this.#told.reason : undefined;
  }
}
