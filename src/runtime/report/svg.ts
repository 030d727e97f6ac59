// Pictures as SVG that stands in a page: drawn by Observable Plot into a document that is no browser.
import * as Plot from '@observablehq/plot';
import { parseHTML } from 'linkedom';

const style = { fontFamily: 'inherit', fontSize: '11px', background: 'white' };

/** Plot takes any document that can make SVG elements. */
export function svgOf(options: Plot.PlotOptions): string {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  const made = Plot.plot({ ...options, document: document as never, style });
  return (made as unknown as { outerHTML: string }).outerHTML;
}
