import { createHash } from 'node:crypto';

/** The only style sheet of an HTML report: its hash stands in the page's policy, so that no other can take effect. */
export const htmlStyle = `
:root { color-scheme: light dark; --page: #fff; --text: #1b1f24; --soft: #57606a; --line: #d0d7de; --panel: #f6f8fa; --link: #0550ae;
  --wrong: #b42318; --wrong-panel: #fdecea; --unproven: #8a5a00; --unproven-panel: #fff4d6; --none: #44546a; --none-panel: #eef2f7; --proven: #12693a; --proven-panel: #e3f5ea;
  --c-covered: #2f9e5f; --c-quiet: #c9ecd7; --c-gap: #f2b84b; --c-unproven: #f1c3bd; --c-pending: #e3e8ee; --ink: #1b1f24; --on-covered: #fff; }
@media (prefers-color-scheme: dark) { :root { --page: #15181c; --text: #e6e9ed; --soft: #a3acb8; --line: #3a424d; --panel: #1e2329; --link: #7cb7ff;
  --wrong: #ff9b8f; --wrong-panel: #3d1f1c; --unproven: #ffcf70; --unproven-panel: #3a2f14; --none: #b8c4d3; --none-panel: #252c35; --proven: #7fe0a6; --proven-panel: #16331f;
  --c-covered: #2b8f56; --c-quiet: #1f4a33; --c-gap: #a87413; --c-unproven: #6d302a; --c-pending: #333b45; --ink: #e6e9ed; --on-covered: #fff; } }
@media print { :root { color-scheme: light; --page: #fff; --text: #000; --soft: #444; --line: #bbb; --panel: #f4f4f4; --link: #000;
  --wrong: #8f1a11; --wrong-panel: #fdecea; --unproven: #6b4600; --unproven-panel: #fff4d6; --none: #333; --none-panel: #eef2f7; --proven: #0b5029; --proven-panel: #e3f5ea;
  --c-covered: #2f9e5f; --c-quiet: #c9ecd7; --c-gap: #f2b84b; --c-unproven: #f1c3bd; --c-pending: #e3e8ee; --ink: #000; --on-covered: #fff; } }
@page { margin: 14mm; }
* { box-sizing: border-box; }
html { background: var(--page); color: var(--text); font: 14px/1.5 system-ui, -apple-system, 'Segoe UI', Roboto, 'Liberation Sans', sans-serif; print-color-adjust: exact; -webkit-print-color-adjust: exact; }
body { max-width: 1040px; margin: 0 auto; padding: 28px 24px 64px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 4px; }
h2 { font-size: 18px; margin: 36px 0 10px; padding-bottom: 4px; border-bottom: 1px solid var(--line); break-after: avoid; }
h3 { font-size: 15px; margin: 0; break-after: avoid; }
p { margin: 6px 0; }
.soft { color: var(--soft); }
.place, code, td.mono, dd.mono { font-family: ui-monospace, 'SF Mono', Consolas, 'Liberation Mono', monospace; font-size: 12px; overflow-wrap: anywhere; unicode-bidi: isolate; }
.verdict { margin: 18px 0; padding: 14px 18px; border-left: 6px solid; border-radius: 4px; break-inside: avoid; }
.verdict strong { display: block; font-size: 20px; line-height: 1.3; }
.verdict p { color: var(--text); margin: 2px 0 0; }
.wrong-box { color: var(--wrong); background: var(--wrong-panel); }
.unproven-box { color: var(--unproven); background: var(--unproven-panel); }
.none-box { color: var(--none); background: var(--none-panel); }
.proven-box { color: var(--proven); background: var(--proven-panel); }
dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: 3px 18px; margin: 0; }
dl.facts dt { color: var(--soft); }
dl.facts dd { margin: 0; overflow-wrap: anywhere; }
table { border-collapse: collapse; width: 100%; margin: 10px 0; font-size: 13px; }
th, td { text-align: left; vertical-align: top; padding: 4px 10px 4px 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { color: var(--soft); font-weight: 600; white-space: nowrap; }
td.number, th.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
td:first-child { min-width: 15ch; }
td.short { white-space: nowrap; }
td.zero { color: var(--soft); }
tr { break-inside: avoid; }
thead { display: table-header-group; }
.scroll { overflow-x: auto; }
.finding { margin: 18px 0; padding: 12px 16px; border: 1px solid var(--line); border-radius: 6px; }
.finding ul { margin: 2px 0 6px; padding-left: 20px; }
.finding h4, .label { font-size: 12px; font-weight: 600; color: var(--soft); margin: 10px 0 0; break-after: avoid; }
.badge { display: inline-block; margin-right: 8px; padding: 1px 8px; border-radius: 10px; font-size: 11px; font-weight: 700; letter-spacing: .03em; vertical-align: 2px; }
ul.objects { list-style: none; margin: 10px 0 4px; padding: 0; font-size: 13px; }
ul.objects li { padding: 6px 0; border-top: 1px solid var(--line); break-inside: avoid; }
.finding ul.objects { padding: 0; }
ul.objects dl { display: grid; grid-template-columns: max-content 1fr; gap: 0 12px; margin: 0; }
ul.objects dt { color: var(--soft); font-size: 12px; } ul.objects dd { margin: 0; overflow-wrap: anywhere; }
figure.row { margin: 0 0 8px; break-inside: avoid; }
figure.row figcaption { font-size: 12px; overflow-wrap: anywhere; unicode-bidi: isolate; }
figure.row svg, svg.axis { display: block; width: 100%; height: auto; overflow: visible; }
svg.defs { position: absolute; }
svg text { font: 600 10.5px system-ui, sans-serif; fill: var(--ink); }
svg .letter { text-anchor: middle; pointer-events: none; paint-order: stroke; stroke-width: 3px; stroke-linejoin: round; }
svg.axis text { font-weight: 400; fill: var(--soft); }
svg.axis text.last { text-anchor: end; }
svg .grid { stroke: var(--page); stroke-width: .8; opacity: .55; fill: none; pointer-events: none; }
svg .tick { stroke: var(--soft); stroke-width: 1; fill: none; }
.cell-covered { fill: var(--c-covered); } .cell-quiet { fill: url(#p-quiet); } .cell-gap { fill: url(#p-gap); } .cell-unproven { fill: url(#p-unproven); } .cell-pending { fill: url(#p-pending); } .cell-none { fill: none; stroke-dasharray: 2 2; }
[class^='cell-'] { stroke: var(--page); stroke-width: 1; }
.cell-none { stroke: var(--line); }
.area-quiet { fill: var(--c-quiet); } .area-gap { fill: var(--c-gap); } .area-unproven { fill: var(--c-unproven); } .area-pending { fill: var(--c-pending); }
.on-covered { fill: var(--on-covered); stroke: var(--c-covered); } .on-quiet { stroke: var(--c-quiet); } .on-gap { stroke: var(--c-gap); } .on-unproven { stroke: var(--c-unproven); } .on-pending { stroke: var(--c-pending); }
.ink { fill: var(--c-covered); } .stroke { stroke: var(--ink); stroke-width: .7; fill: none; opacity: .55; }
.wrong { fill: var(--wrong); stroke: var(--page); stroke-width: 1.5; } .bang { stroke: var(--page); stroke-width: 1.6; fill: none; }
ul.legend { display: grid; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); gap: 4px 18px; list-style: none; margin: 12px 0; padding: 0; font-size: 12.5px; }
ul.legend li { display: flex; gap: 6px; align-items: baseline; } ul.legend svg { flex: none; transform: translateY(3px); }
pre { white-space: pre-wrap; overflow-wrap: anywhere; background: var(--panel); padding: 8px 12px; border-radius: 4px; font-size: 12px; }
@media print { html { font-size: 12px; } body { max-width: none; padding: 0; } .scroll { overflow: visible; } table { font-size: 10.5px; } th { white-space: normal; } th, td { padding-right: 7px; } }
footer { margin-top: 40px; color: var(--soft); font-size: 12px; }
`;

/** Nothing is fetched, run, framed or sent: only this style sheet applies. */
export const htmlPolicy = [
  "default-src 'none'",
  `style-src 'sha256-${createHash('sha256').update(htmlStyle, 'utf8').digest('base64')}'`,
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
