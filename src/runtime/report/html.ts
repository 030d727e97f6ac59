// What the printed pages share: one file without anything outside it, A4, black on white, colour only where it tells apart.

export const escapeHtml = (text: string): string =>
  text.replace(/[&<>"]/g, (c) => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' })[c] ?? c);

export const baseStyles = `
@page { size: A4; margin: 12mm; }
* { box-sizing: border-box; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { margin: 0; color: #1a1a1a; background: #eee; font: 10.5px/1.35 "Noto Sans", "DejaVu Sans", Arial, sans-serif; }
main { width: 186mm; margin: 8mm auto; padding: 10mm; background: #fff; }
@media print { body { background: #fff; } main { margin: 0; padding: 0; } }
h1 { margin: 0; font-size: 17px; white-space: nowrap; }
h2 { margin: 9px 0 4px; font-size: 11.5px; border-bottom: 1px solid #bbb; padding-bottom: 2px; }
p { margin: 0; } ul { margin: 0; padding-left: 15px; }
header { display: flex; gap: 12px; justify-content: space-between; align-items: flex-end; border-bottom: 2px solid #1f4e79; padding-bottom: 6px; }
.site { font-size: 13px; } .of { text-align: right; white-space: nowrap; } .id { color: #666; }
.tiles { display: grid; grid-template-columns: repeat(5, 1fr); gap: 6px; margin-top: 8px; }
.tiles div { border: 1px solid #bbb; border-top: 3px solid #1f4e79; padding: 5px 7px; }
.tiles p { color: #444; } .tiles b { display: block; font-size: 16px; white-space: nowrap; } .tiles small { color: #555; font-size: 9px; }
.legend { float: right; font-weight: normal; } .key { display: inline-block; width: 10px; height: 10px; margin: 0 4px 0 12px; vertical-align: -1px; }
svg { display: block; max-width: 100%; height: auto; }
table { width: 100%; border-collapse: collapse; font-variant-numeric: tabular-nums; }
th { text-align: right; font-weight: 600; color: #444; border-bottom: 1px solid #bbb; }
td { text-align: right; padding: 1.5px 0; border-bottom: 1px solid #eee; }
th:first-child, td:first-child { text-align: left; }
.warn { color: #b5532b; font-weight: 600; }
.how p { color: #444; font-size: 9px; margin-bottom: 2px; }
footer { color: #777; font-size: 8.5px; text-align: right; }
`;
