/** Follows the reader's light or dark setting; figures stay on white paper, and are not cut when printed. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; }
body { margin: 0; font: 16px/1.55 system-ui, sans-serif; }
main { max-width: 940px; margin: 0 auto; padding: 24px 16px 64px; }
h1 { font-size: 1.7em; line-height: 1.25; }
h2 { margin-top: 2em; font-size: 1.25em; }
p { max-width: 44em; }
figure { margin: 1em 0; }
figure svg { max-width: 100%; height: auto; }
.wide { overflow-x: auto; }
.interactive { display: none; }
.drawn .interactive { display: block; }
.drawn .still { display: none; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 6px 14px 6px 0; border-bottom: 1px solid #8886; vertical-align: top; }
@media print {
  main { max-width: none; padding: 0; }
  figure, table { break-inside: avoid; }
  .drawn .interactive { display: none; }
  .drawn .still { display: block; }
}
`;
