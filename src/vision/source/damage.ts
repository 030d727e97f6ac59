// How much of a stream cannot be decoded, told from what ffmpeg writes while pictures still come: it hides what it lacks
// behind what was there before, so the picture may look whole. Told by the words of libavcodec for H.264, HEVC, MPEG-4
// and MJPEG and of libavformat for lost packets and for files that were cut off; a damaged picture gives one to five such
// lines.

const tellsDamage =
  /error while decoding|concealing|corrupt|unavailable for requested|Reference \d+ >=|cabac|no frame!|missing picture|non-existing|decode_slice|Invalid data|overread|out of range|Could not find ref|missed \d+ packets|bad cseq|ended prematurely|partial file/i;
/** ffmpeg writes equal lines once, and then how many more there were. */
const tellsMore = /^Last message repeated (\d+) times$/;

/** Counts lines that tell damage, those that ffmpeg left out too. Feed it every line, in order. */
export class DamageReader {
  #wasDamage = false;

  /** @returns how many damages this line tells. */
  take(line: string): number {
    const more = tellsMore.exec(line)?.[1];
    if (more !== undefined) return this.#wasDamage ? Number(more) : 0;
    this.#wasDamage = tellsDamage.test(line);
    return this.#wasDamage ? 1 : 0;
  }
}
