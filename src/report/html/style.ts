/**
 * The look of the page. Light is the base and what is printed; dark overrides colours only.
 *
 * `--gutter` and `--edge` are the room left and right of the plots: the ribbon above them uses the same, so that a moment
 * has one place across the page.
 */
export const style = `
:root {
  color-scheme: light dark;
  --page: #f5f6f8; --paper: #fff; --sunk: #f0f2f5; --ink: #171c23; --soft: #3d4754; --muted: #5c6774; --line: #dfe3e8; --hair: #eceff2;
  --pass: #17753c; --pass-tint: #e7f5ec; --warn: #8f5c00; --warn-tint: #fdf3dc; --fail: #bf1f2b; --fail-tint: #fdecec;
  --open: #6445b5; --open-tint: #f1edfb; --none: #66707c; --none-tint: #f0f2f5; --on-mark: #fff;
  --p50: #2563c9; --p95: #cf5f00; --max: #7d8794; --usual: rgba(37, 99, 201, .10);
  --rate: #0b7c7c; --rate-fill: rgba(11, 124, 124, .12); --load: #5b6bb5; --load-fill: rgba(91, 107, 181, .12); --errors: #bf1f2b; --grid: #e9ecf0; --axis: #5c6774;
  --fault: #a8328c; --fault-fill: rgba(184, 56, 152, .13); --fault-fade: rgba(184, 56, 152, .07); --idle: rgba(92, 103, 116, .16); --overload: rgba(191, 31, 43, .07);
  --gutter: 58px; --edge: 24px;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', Arial, 'Noto Sans', 'Liberation Sans', sans-serif;
  --mono: ui-monospace, 'SF Mono', 'Cascadia Mono', 'Segoe UI Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace;
}
@media screen and (prefers-color-scheme: dark) {
  :root:not(.printing) {
    --page: #0e1116; --paper: #161b22; --sunk: #1d232c; --ink: #e8ecf1; --soft: #c3cbd5; --muted: #97a2af; --line: #2b333d; --hair: #222932;
    --pass: #4fc483; --pass-tint: #12281c; --warn: #e0ae3c; --warn-tint: #2b2312; --fail: #ff7b7b; --fail-tint: #341a1e;
    --open: #b49cf8; --open-tint: #231d37; --none: #97a2af; --none-tint: #1d232c; --on-mark: #0e1116;
    --p50: #6ea8ff; --p95: #ff9d4d; --max: #8793a1; --usual: rgba(110, 168, 255, .13);
    --rate: #3fc2c0; --rate-fill: rgba(63, 194, 192, .14); --load: #9aa8f0; --load-fill: rgba(154, 168, 240, .14); --errors: #ff7b7b; --grid: #232a33; --axis: #97a2af;
    --fault: #e07fca; --fault-fill: rgba(224, 127, 202, .17); --fault-fade: rgba(224, 127, 202, .09); --idle: rgba(151, 162, 175, .18); --overload: rgba(255, 123, 123, .11);
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none !important; }
html { -webkit-text-size-adjust: 100%; scroll-behavior: smooth; scroll-padding-top: 12px; }
body { margin: 0; background: var(--page); color: var(--ink); font: 15px/1.5 var(--sans); font-variant-numeric: tabular-nums; }
header, main { max-width: 1200px; margin: 0 auto; padding: 0 24px; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: 4px 16px; padding-top: 18px; padding-bottom: 14px; font-size: 13px; }
.brand { font-weight: 650; font-size: 15px; letter-spacing: -.01em; }
nav { display: flex; flex-wrap: wrap; gap: 2px 18px; margin-left: auto; }
nav a { color: var(--muted); text-decoration: none; }
nav a:hover, nav a:focus-visible { color: var(--ink); text-decoration: underline; text-underline-offset: 3px; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 20px; padding-bottom: 64px; }
section, .run { background: var(--paper); border: 1px solid var(--line); border-radius: 10px; }
section { padding: 18px 20px 20px; }
h1, h2, h3, p, ul, ol, dl, dd, figure { margin: 0; padding: 0; }
h1 { font-size: 34px; line-height: 1.1; font-weight: 680; letter-spacing: -.02em; }
h2 { font-size: 17px; line-height: 1.3; font-weight: 650; letter-spacing: -.01em; margin-bottom: 10px; }
h3 { font-size: 14px; line-height: 1.4; font-weight: 620; }
small { display: block; font-size: 12.5px; line-height: 1.4; font-weight: 400; color: var(--muted); }
.mono { font-family: var(--mono); font-size: .9em; overflow-wrap: anywhere; }
.muted { color: var(--muted); }
.note { font-size: 13px; margin-bottom: 12px; max-width: 92ch; }
.reasons + .note { margin: 10px 0 0; }
main a { color: var(--p50); text-underline-offset: 3px; }
.empty { color: var(--muted); padding: 14px 0 2px; }
.bad { color: var(--fail); }

.is-pass { --tone: var(--pass); --tint: var(--pass-tint); }
.is-warn { --tone: var(--warn); --tint: var(--warn-tint); }
.is-fail { --tone: var(--fail); --tint: var(--fail-tint); }
.is-inconclusive, .is-invalid { --tone: var(--open); --tint: var(--open-tint); }
.is-info, .is-not-evaluated { --tone: var(--none); --tint: var(--none-tint); }
.mark { flex: none; fill: none; stroke: var(--on-mark); stroke-width: 2.3; stroke-linecap: round; stroke-linejoin: round; }
.mark circle { fill: var(--tone); stroke: none; }
.verdict { display: flex; gap: 22px; align-items: center; padding: 20px 26px; background: var(--tint); border-color: color-mix(in srgb, var(--tone) 35%, transparent); }
.verdict h1 { color: var(--tone); }
.sentence { font-size: 18px; line-height: 1.4; margin-top: 5px; max-width: 80ch; overflow-wrap: anywhere; }
.breakpoint { font-size: 15px; margin-top: 4px; max-width: 90ch; color: var(--soft); overflow-wrap: anywhere; }
.tally { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; margin-top: 10px; font-size: 13.5px; color: var(--soft); }
.tally li { display: flex; align-items: center; gap: 6px; }
.run { padding: 14px 20px 16px; }
.figures, .card { display: grid; grid-template-columns: repeat(5, minmax(0, 1fr)); gap: 14px 24px; }
dt { font-size: 12.5px; color: var(--muted); overflow-wrap: anywhere; }
.figures { padding-bottom: 14px; margin-bottom: 14px; border-bottom: 1px solid var(--hair); }
.figures dd { font-size: 23px; line-height: 1.3; font-weight: 620; letter-spacing: -.01em; white-space: nowrap; }
.figures small { letter-spacing: 0; white-space: normal; }
.card dd { font-size: 14.5px; font-weight: 560; overflow-wrap: anywhere; line-height: 1.4; }

table { width: 100%; border-collapse: collapse; font-size: 14px; line-height: 1.4; }
th, td { text-align: left; vertical-align: top; padding: 9px 14px 9px 0; overflow-wrap: break-word; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: 12.5px; font-weight: 500; color: var(--muted); padding-top: 0; padding-bottom: 6px; white-space: nowrap; border-bottom: 1px solid var(--line); }
tbody th { font-weight: 600; overflow-wrap: anywhere; }
.objectives th[scope] { min-width: 20ch; }
.num { text-align: right; white-space: nowrap; }
.num + :not(.num) { padding-left: 14px; }
.objectives tbody + tbody > tr:first-child > *, .faults tbody + tbody > tr:first-child > *, .steps tbody tr + tr > *, .errors tbody tr + tr > *, .phases tbody tr + tr > * { border-top: 1px solid var(--hair); }
.phases th, .phases td { padding-top: 5px; padding-bottom: 5px; }
.badge { display: inline-flex; align-items: center; gap: 7px; color: var(--tone); font-weight: 600; white-space: nowrap; }
.what { min-width: 18ch; overflow-wrap: anywhere; }
.phase { font-size: 13px; overflow-wrap: anywhere; min-width: 18ch; }
.worst { min-width: 20ch; overflow-wrap: anywhere; }
.on { min-width: 10ch; }
.nowrap { white-space: nowrap; }
.because { font-style: italic; margin-top: 2px; max-width: 46ch; }
.is-fail .observed, .is-warn .observed, .is-inconclusive .observed { color: var(--tone); font-weight: 620; }
.is-not-evaluated tr:first-child > :not(:first-child) { color: var(--muted); }
.why td { padding-top: 0; padding-bottom: 11px; color: var(--soft); overflow-wrap: anywhere; }
.why td[colspan='7'], .why td[colspan='9'] { color: var(--ink); }
#data .why td { color: var(--soft); font-size: 13px; padding-bottom: 4px; }
.objectives .why td:last-child { position: relative; }
.objectives .why td:last-child { padding-left: 12px; }
.objectives .why td:last-child::before { content: ''; position: absolute; left: 0; top: 2px; bottom: 12px; width: 3px; border-radius: 2px; background: var(--tone); }
.gauge { display: block; margin: 4px 0 0 auto; }
.gauge .track { fill: var(--hair); }
.gauge .used, .gauge .beyond { fill: var(--tone); }
.gauge .error { fill: var(--tone); opacity: .35; }
.gauge .limit { fill: var(--ink); }
th.spread { text-align: left; padding-left: 10px; }
td.spread { padding-left: 10px; width: 130px; }
.spread svg { display: block; margin-top: 3px; }
.spread .reach { stroke: var(--max); stroke-width: 1; }
.spread .usual { stroke: var(--p50); stroke-width: 4; opacity: .3; }
.spread .p50 { fill: var(--p50); }
.spread .p95 { stroke: var(--p95); stroke-width: 2.5; }
.spread .max { stroke: var(--max); stroke-width: 1.5; }
th.trend { text-align: left; padding-left: 10px; }
td.trend { padding-left: 10px; width: 160px; }
.spark { display: block; }
.spark path { fill: none; stroke: var(--p95); stroke-width: 1.4; stroke-linejoin: round; }
.spark .failed { fill: var(--fail); opacity: .75; }
.spark .band { fill: var(--fault-fill); }
.number { display: inline-block; min-width: 18px; height: 18px; margin-right: 7px; padding: 0 4px; border-radius: 9px; background: var(--fault); color: var(--on-mark); font: 650 11px/18px var(--sans); text-align: center; vertical-align: 1px; }

.heading { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: 0 16px; }
.moment { font-size: 13.5px; color: var(--soft); min-height: 1.5em; }
.key { display: flex; flex-wrap: wrap; gap: 4px 18px; list-style: none; font-size: 12.5px; color: var(--soft); margin-bottom: 12px; }
.key li { display: flex; align-items: center; gap: 7px; }
.swatch { width: 20px; height: 12px; border-radius: 2px; flex: none; }
.swatch-fault { background: var(--fault-fill); border-left: 1.5px solid var(--fault); border-right: 1.5px solid var(--fault); }
.swatch-planned { border: 1px dashed var(--fault); }
.swatch-recovery { background: linear-gradient(90deg, var(--fault-fill), transparent); }
.swatch-idle { background: repeating-linear-gradient(135deg, var(--idle) 0 2px, transparent 2px 5px); border-radius: 0; }
.swatch-overload { background: var(--overload); border-left: 1.5px solid var(--fail); }
.swatch-limit { height: 0; border-top: 1.5px dashed var(--ink); border-radius: 0; }
.gutter { padding-left: var(--gutter); padding-right: var(--edge); }
.ribbon { display: block; overflow: hidden; }
.phase-steady { fill: var(--line); }
.phase-idle { fill: var(--hair); }
.phase-fault { fill: var(--fault); opacity: .55; }
.phase-edge { fill: var(--fault); opacity: .38; }
.phase-overload { fill: var(--fail); opacity: .4; }
.phase-recovery { fill: var(--fault); opacity: .22; }
.fault .felt { fill: var(--fault-fill); }
.fault .planned { fill: none; stroke: var(--fault); stroke-width: 1; stroke-dasharray: 3 2.5; }
.fault circle { fill: var(--fault); }
.fault text { font: 12.5px var(--sans); fill: var(--ink); }
.fault .number { font: 650 10.5px var(--sans); fill: var(--on-mark); text-anchor: middle; }
.ribbon .view { fill: none; stroke: var(--ink); stroke-width: 2; }
.ribbon .now { stroke: var(--ink); stroke-width: 1; opacity: .55; }
.ends { display: flex; justify-content: space-between; font-size: 11.5px; line-height: 1.3; color: var(--muted); margin-top: 3px; }
.drawn .ends { display: none; }
html:not(.drawn) .script-only { display: none; }
figure { margin-top: 16px; }
figcaption { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 10px; margin-bottom: 4px; font-size: 13px; min-height: 24px; }
.legend { margin-left: auto; }
.plot { position: relative; }
button.scale { font: 12.5px var(--sans); color: var(--soft); background: none; border: 1px solid var(--line); border-radius: 5px; padding: 1px 8px; cursor: pointer; }
button.scale:hover { border-color: var(--muted); color: var(--ink); }
:focus-visible { outline: 2px solid var(--p50); outline-offset: 2px; border-radius: 3px; }
.uplot, .uplot * { font-family: inherit; }
.u-legend { font-size: 12.5px; margin: 0; width: auto; text-align: left; }
.u-inline tr { margin-right: 0; margin-left: 14px; }
.u-legend .u-series > * { padding: 0; }
.u-legend .u-series > td:not(:empty) { min-width: 8ch; padding-left: 6px; }
.u-legend th { font-weight: 500; color: var(--soft); }
.u-legend td { color: var(--ink); font-weight: 600; border: 0; }
.u-legend .u-series:first-child { display: none; }
.u-legend .u-marker { width: 14px; height: 3px; margin-right: 6px; border-radius: 2px; }
.u-inline.u-live th::after { content: ''; }
.u-select { background: color-mix(in srgb, var(--p50) 14%, transparent); }
.u-hz .u-cursor-x, .u-vt .u-cursor-y { border-right: 1px solid var(--muted); }
.u-hz .u-cursor-y, .u-vt .u-cursor-x { display: none; }
.band { position: absolute; top: 0; bottom: 0; pointer-events: none; }
.band-fault { background: var(--fault-fill); box-shadow: inset 1.5px 0 0 var(--fault), inset -1.5px 0 0 var(--fault); }
.band-recovery { background: linear-gradient(90deg, var(--fault-fade), transparent); }
.band-overload { background: var(--overload); box-shadow: inset 1.5px 0 0 var(--fail); }
.band-idle { background: repeating-linear-gradient(135deg, var(--idle) 0 1px, transparent 1px 6px); }
.band-label { position: absolute; top: 3px; z-index: 1; padding-right: 5px; border-radius: 9px; background: color-mix(in srgb, var(--paper) 65%, transparent); font-size: 11.5px; line-height: 17px; color: var(--ink); white-space: nowrap; pointer-events: none; }
.band-label .number { min-width: 15px; height: 15px; line-height: 15px; font-size: 10px; margin-right: 4px; vertical-align: 0; }
.limit-line { position: absolute; left: 0; right: 0; height: 0; border-top: 1.5px dashed var(--ink); opacity: .6; pointer-events: none; }
.limit-label { position: absolute; right: 4px; font-size: 11.5px; line-height: 15px; padding: 0 4px; border-radius: 3px; color: var(--ink); background: color-mix(in srgb, var(--paper) 82%, transparent); pointer-events: none; white-space: nowrap; max-width: 70%; overflow-x: clip; text-overflow: ellipsis; }
.remark { position: absolute; inset: 0; display: grid; place-items: center; font-size: 13px; color: var(--muted); pointer-events: none; }

.distribution { display: block; width: 100%; height: auto; font: 12px var(--sans); }
.distribution polyline { fill: none; stroke: var(--p95); stroke-width: 2; }
.distribution circle { fill: var(--p95); }
.distribution .limit { stroke: var(--ink); stroke-width: 1.2; stroke-dasharray: 5 4; opacity: .6; }
.distribution .grid { stroke: var(--grid); }
.distribution .tick, .distribution .value { text-anchor: middle; fill: var(--muted); }
.distribution .level { text-anchor: end; fill: var(--muted); }
.distribution .value { fill: var(--ink); }
.distribution .label { text-anchor: end; fill: var(--soft); }

.command { margin: 0 0 8px; padding: 10px 12px; border-radius: 6px; background: var(--sunk); font: 13px/1.5 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
.command + .note { margin-bottom: 18px; }
.facts { display: grid; grid-template-columns: repeat(auto-fill, minmax(210px, 1fr)); gap: 12px 24px; }
.facts dd { font-size: 13.5px; overflow-wrap: anywhere; }
.reasons { padding-left: 22px; display: grid; gap: 5px; overflow-wrap: anywhere; }
.code { display: inline-block; min-width: 22px; margin-right: 9px; padding: 0 5px; border-radius: 4px; background: var(--sunk); color: var(--soft); font: 600 12.5px/20px var(--sans); text-align: center; }
ol.reasons { list-style: none; padding-left: 0; }
ol.reasons li { display: flex; align-items: baseline; }
.valid { display: flex; align-items: center; gap: 9px; font-weight: 560; }
.valid + .reasons { margin-top: 10px; }
.columns { display: grid; grid-template-columns: minmax(0, 1fr) minmax(0, 1fr); gap: 20px 48px; }
.digests dd { margin-bottom: 10px; font-size: 13px; }
.digests { margin-bottom: 14px; }

@media (max-width: 960px) {
  .figures, .card { grid-template-columns: repeat(3, minmax(0, 1fr)); }
  .columns { grid-template-columns: minmax(0, 1fr); }
}
@media screen and (max-width: 1180px) {
  .spread { display: none; }
  th, td { padding-right: 10px; }
  .objectives th[scope], .what, .phase { min-width: 13ch; }
  .worst { min-width: 16ch; }
}
@media screen and (max-width: 980px) {
  .stack thead { display: none; }
  .stack, .stack tbody, .stack tr, .stack th, .stack td, .stack .num + td { display: block; width: auto; border: 0; padding: 0; }
  .stack tr { display: grid; grid-template-columns: repeat(auto-fill, minmax(96px, 1fr)); gap: 8px 14px; padding: 12px 0; }
  .stack tr > th, .stack tr > td:first-child { grid-column: 1 / -1; font-size: 15px; }
  .objectives tr > th { margin-top: -6px; }
  .objectives [data-name='What'], .objectives [data-name='Phase'], .objectives [data-name='Samples'] { order: 1; }
  .what, .phase { min-width: 0; font-size: 13px; }
  .worst, .on { min-width: 0; }
  .worst { grid-column: span 2; }
  td.trend, .errors [data-name='Example'], #data [data-name='Damage'] { grid-column: 1 / -1; }
  .stack .num { text-align: left; white-space: normal; }
  .stack .num, .stack [data-name] { text-align: left; }
  .stack [data-name]::before { content: attr(data-name); display: block; font-size: 12px; font-weight: 400; color: var(--muted); font-family: var(--sans); }
  .gauge { margin-left: 0; }
  .objectives tbody + tbody > tr:first-child > *, .faults tbody + tbody > tr:first-child > *, .steps tbody tr + tr > *, .errors tbody tr + tr > * { border-top: 0; }
  .stack tbody + tbody, .steps tbody tr + tr, .errors tbody tr + tr { border-top: 1px solid var(--line); }
  .stack .why { display: block; padding: 0 0 12px; }
  .stack .why td:empty { display: none; }
  .objectives .why td:last-child::before { bottom: 2px; }
  .objectives .why td:last-child { padding-left: 12px; }
}
@media (max-width: 600px) {
  :root { --gutter: 52px; --edge: 20px; }
  header, main { padding-left: 12px; padding-right: 12px; }
  nav { margin-left: 0; width: 100%; }
  main { gap: 12px; }
  section { padding: 14px 14px 16px; }
  .run { padding: 14px; }
  .figures, .card { grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px 16px; }
  .verdict { gap: 14px; padding: 18px 16px; align-items: flex-start; }
  .verdict > .mark { width: 44px; height: 44px; }
  h1 { font-size: 27px; }
  .sentence { font-size: 16px; }
  .legend { margin-left: 0; width: 100%; order: 9; }
  .u-inline tr { margin-left: 0; margin-right: 12px; }
  .fault .name { display: none; }
}
@page { size: A4; margin: 13mm 12mm; }
@media print {
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  body { background: #fff; zoom: .7; }
  header, main { padding: 0; max-width: none; }
  header { padding-bottom: 8px; }
  main { display: block; padding-right: 2px; }
  section, .run { margin-bottom: 12px; padding: 14px 18px; }
  .figures, .card { grid-template-columns: repeat(5, minmax(0, 1fr)); }
  .columns { display: block; }
  .columns > div + div { margin-top: 16px; }
  .what, .phase, .worst { min-width: 16ch; }
  .objectives th[scope] { min-width: 17ch; }
  th, td { padding-right: 10px; }
  nav, .script-only, button.scale, noscript { display: none !important; }
  h2, thead, .heading, #timeline > :not(.charts), .note:not(:last-child) { break-after: avoid; }
  .note:last-child { break-before: avoid; }
  #steps, #distribution, #errors, #faults, #data, #reasons, #again, figure, tbody, tr, dl, .verdict, .run { break-inside: avoid; }
  .steps tbody, .phases tbody { break-inside: auto; }
}
`;
