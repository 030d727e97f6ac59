// What must not be seen in what is kept of a camera's pictures. It follows where the road users are, and takes out of a
// picture's memory, before it is coded, what nobody may see at that moment.
import type { Box } from '../../domain/detection.ts';
import type { Frame } from '../frame.ts';
import type { Track } from '../track/track.ts';
import type { PrivacyConfig } from './config.ts';
import { hide, type OwnPicture } from './hide.ts';
import { History } from './history.ts';

/** Between two looks of the detector a road user is where it was at either: looks this far away count, milliseconds. */
export const nearMs = 400;

export class Privacy {
  readonly config: PrivacyConfig;
  readonly history: History;

  /** @param keepMs how far back pictures will be asked about. */
  constructor(config: PrivacyConfig, keepMs: number) {
    this.config = config;
    this.history = new History(keepMs);
  }

  /** Whether anything may have to be hidden. */
  get hides(): boolean {
    return this.config.zones.length > 0 || this.config.blurOthers;
  }

  /** Every frame that was looked at, with what was found in it. */
  see(frame: Frame, tracks: readonly Track[]): void {
    this.history.see(frame, tracks);
  }

  /**
   * Where faces and plates may be, in shares of the picture.
   * @param frameMs on the frames' axis, milliseconds.
   * @param track the road user that is accused: where it is, nothing is hidden.
   */
  readableAt(frameMs: number, track?: string): { readonly regions: readonly Box[]; readonly except?: Box } {
    return this.config.blurOthers ? this.history.readableAt(frameMs, nearMs, track) : { regions: [] };
  }

  /** Changes the picture where something of it must not be seen. */
  conceal(picture: OwnPicture, frameMs: number, track?: string): void {
    if (!this.hides) return;
    const { regions, except } = this.readableAt(frameMs, track);
    const inPixels = ({ x, y, width, height }: Box): Box => ({
      x: x * picture.width,
      y: y * picture.height,
      width: width * picture.width,
      height: height * picture.height,
    });
    hide(picture, {
      zones: this.config.zones,
      regions: regions.map(inPixels),
      ...(except ? { except: inPixels(except) } : {}),
    });
  }
}
