// What of a look at a picture lies in privacy zones. It is told by looking at a white picture with the zones blacked out as
// stills have them: so it is exactly the cells of which any pixel that is read may not be stored, whatever the size.
import type { PrivacyConfig } from '../evidence/config.ts';
import { blackOut } from '../evidence/hide.ts';
import { cellsAcross, sampleOf, tiles } from './sample.ts';

export interface HiddenParts {
  /** For each cell, 1 where it shows something of a zone. */
  readonly cells: Uint8Array;
  /** For each tile, 1 where any of its cells does. */
  readonly tiles: Uint8Array;
}

const white = 235;

/** @returns undefined where nothing is hidden. */
export function hiddenParts(zones: PrivacyConfig['zones'], width: number, height: number): HiddenParts | undefined {
  if (zones.length === 0) return undefined;
  const picture = { width, height, data: new Uint8Array((width * height * 3) / 2).fill(white) };
  for (const zone of zones) blackOut(picture, zone);
  const sample = sampleOf(picture);
  if (!sample) return undefined;
  const cells = Uint8Array.from(sample.luma, (level) => (level < white ? 1 : 0));
  const inTiles = new Uint8Array(tiles.across * tiles.down);
  cells.forEach((hidden, i) => {
    if (hidden === 0) return;
    const column = Math.floor(((i % cellsAcross) * tiles.across) / cellsAcross);
    const row = Math.floor((Math.floor(i / cellsAcross) * tiles.down) / sample.rows);
    inTiles[row * tiles.across + column] = 1;
  });
  return { cells, tiles: inTiles };
}
