// A server that files are put on, whatever it speaks.

export interface Remote {
  /**
   * Puts a whole file into the folder: under a temporary name, its size compared, then renamed. A file of that name is
   * replaced, so that a file whose delivery was cut after the renaming may be put again.
   * @throws HaidangError with a code of `failure.ts`.
   */
  put(name: string, content: Buffer): Promise<void>;
  /** Ends the connection; what is on its way fails. Never throws. */
  close(): void;
}

/**
 * Connects and logs in.
 * @param hold gets what ends the connection, before there is one: called where a deadline passes.
 */
export type Connect = (hold: (close: () => void) => void) => Promise<Remote>;
