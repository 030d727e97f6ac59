import type { Message } from '../../messages/catalogue.ts';
import type { ExitCode } from '../command.ts';

/** Why the demo cannot be shown, in the reader's language, and the exit code. */
export class Refusal extends Error {
  readonly said: Message;
  readonly exit: ExitCode;

  constructor(said: Message, exit: ExitCode) {
    super(said.code);
    this.said = said;
    this.exit = exit;
  }
}
