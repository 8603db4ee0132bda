// The look: colours, type scale and focus ring of the Digital Agency design system.
const LIGHT = `--text:#1a1a1c;--quiet:#626264;--ground:#fff;--panel:#f8f8fb;--edge:#949494;--line:#d8d8db;
--accent:var(--cpf-light,#0017c1);--on-accent:#fff;--soft:#e8f1fe;--error:#ce0000;--ring:#000;--good:#197a4b;`;
const DARK = `--text:#f2f2f2;--quiet:#b4b4b7;--ground:#1a1a1c;--panel:#26262a;--edge:#8c8c8f;--line:#4d4d4f;
--accent:var(--cpf-dark,#9db7f9);--on-accent:#1a1a1c;--soft:#2b3350;--error:#ff9696;--ring:#fff;--good:#71c598;`;

const CSS = `
:host{all:initial!important;display:contents!important;font-size:max(1rem,16px)!important}
:host([layout=fill]){display:block!important;height:100%!important}
*{box-sizing:border-box}
[hidden]{display:none!important}
.root{${LIGHT}color-scheme:light;color:var(--text);line-height:1.7;overflow-wrap:anywhere;
font-family:"Noto Sans JP","Noto Sans CJK JP","Hiragino Sans","Yu Gothic UI",Meiryo,sans-serif}
.fills{height:100%}
@media screen and (prefers-color-scheme:dark){.root{${DARK}color-scheme:dark}}
.float{position:fixed;inset:auto 1em 1em auto;margin:0;padding:0;border:0;width:auto;height:auto;max-height:none;overflow:visible;background:none;color:inherit}
.left .float{inset:auto auto 1em 1em}
.holder .panel{width:min(27em,100vw - 2em);height:min(46em,100vh - 2em);border:1px solid var(--edge);border-radius:1em;box-shadow:0 .5em 2em rgb(0 0 0/.25)}
dialog{position:fixed;inset:0;width:100%;height:100%;max-width:none;max-height:none;margin:0;padding:0;border:0;color:inherit;background:var(--ground)}
.fills .panel,dialog .panel{height:100%}
.panel{display:flex;flex-direction:column;overflow:hidden;background:var(--ground)}
.fills .panel>*{width:100%;max-width:48em;margin-inline:auto}
header{display:flex;align-items:center;gap:.5em;padding:.25em .5em .25em 1em;border-bottom:1px solid var(--line)}
h2{flex:1;margin:0;font-size:1em;line-height:1.4}
.scroll{flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;padding:1em}
h2,h3,h4,legend,label,summary,button,caption,.sentence,.words{word-break:auto-phrase}
h3{margin:0 0 .5em;font-size:1.125em;line-height:1.5;scroll-margin-top:1em}
h4{margin:1.5em 0 .25em;font-size:1em;line-height:1.5}
.question{font-size:1.0625em}
p{margin:.5em 0;text-wrap:pretty}
ul,ol{margin:.25em 0;padding-left:1.375em}
li{margin:.25em 0}
li>p{margin:.25em 0}
a{color:var(--accent);text-underline-offset:.2em}
.detail{color:var(--quiet);font-size:.875em}
li>.detail,.row{display:block}
.unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible{outline:4px solid var(--ring);outline-offset:2px;box-shadow:0 0 0 2px #ffd43d;border-radius:.25em}
[tabindex="-1"]:focus{outline:0;box-shadow:none}
h3[tabindex="-1"]:focus-visible{outline:4px solid var(--ring);box-shadow:0 0 0 2px #ffd43d}
.error{color:var(--error);font-weight:700}
.error::before{content:"⚠ ";content:"⚠ "/""}

button,select,input,textarea{font:inherit;color:inherit;max-width:100%}
button,select,textarea,input:not([type=radio],[type=checkbox]){min-height:2.75em;border-radius:.5em}
button{padding:.375em 1em;line-height:1.4;font-weight:700;cursor:pointer;background:var(--ground);color:var(--accent);border:1px solid var(--edge);text-align:start}
.choice{border:1.5px solid currentColor;width:100%}
.quiet{color:var(--text);font-weight:400;border-color:var(--edge)}
.text{border-color:transparent;background:none;text-decoration:underline;text-underline-offset:.2em;font-weight:400;padding-inline:.75em;flex:none}
.launcher,.send{background:var(--accent);color:var(--on-accent);border:2px solid transparent}
.launcher{min-height:3.25em;padding-inline:1.5em;border-radius:2em;border-color:var(--ground);box-shadow:0 .25em 1em rgb(0 0 0/.3)}
@media(hover:hover){button:hover{text-decoration:underline;text-underline-offset:.2em}.choice:hover,.verdict:hover{background:var(--soft)}}
select,textarea,input:not([type=radio],[type=checkbox]){padding:.375em .75em;background:var(--ground);border:1px solid var(--edge)}
[aria-invalid]{border:2px solid var(--error)!important}
textarea{width:100%;resize:vertical;line-height:1.5}
label,legend{display:block;font-weight:700;margin:.5em 0 .25em}
.line{display:flex;flex-wrap:wrap;gap:.5em;align-items:center}
.line>.choice{width:auto}
.line>input,.line>select{flex:1 1 9em;min-width:0}
.buttons,.candidates{list-style:none;padding:0;display:grid;gap:.5em;margin:.5em 0}
.buttons{grid-template-columns:repeat(auto-fill,minmax(min(100%,10em),1fr))}
.buttons li,.candidates li{margin:0}
.candidates .choice{font-weight:400}
.choices{display:grid;gap:.5em;grid-template-columns:minmax(0,1fr)}
.choices>*{margin:0}
fieldset{border:0;border-top:1px solid var(--line);margin:0;padding:.5em 0;min-width:0}
legend{float:left;width:100%;padding:0;margin:0}
legend+*{clear:both}
.radio{display:inline-flex;align-items:center;gap:.5em;min-height:2.75em;margin:0 1em 0 0;font-weight:400}
.radio input{width:1.5em;height:1.5em;margin:0;flex:none;accent-color:var(--accent)}
summary{min-height:2.75em;padding:.5em 0;color:var(--accent);cursor:pointer;text-decoration:underline;text-underline-offset:.2em}
.more{border-top:1px solid var(--line);margin-top:.5em}
.was{display:block;padding:.25em .75em;color:var(--quiet);border-inline-start:3px solid var(--line)}
.taken{color:var(--text);font-weight:700;border-color:var(--good)}
.taken::before{content:"✓ ";content:"✓ "/"";color:var(--good)}

.turn{margin-top:1.25em}
.asker{margin:0 0 1em 2em;display:flex;justify-content:flex-end;scroll-margin:1em}
.words{background:var(--soft);border-radius:1em 1em .25em 1em;padding:.5em 1em;white-space:pre-wrap}
article{border:1px solid var(--line);border-radius:.75em;padding:1em;background:var(--panel)}
article button,article select,article textarea,article input{background:var(--ground)}
article .text{background:none}
.sentence{font-weight:700;margin:.75em 0}
.sources{list-style:none;padding:0}
.phone{display:inline-block;padding:.375em 0;font-weight:700}
.newer{border-inline-start:4px solid var(--accent);padding-inline-start:.75em}
.facts{list-style:none;padding:0}
.facts>li{margin:0;border-bottom:1px solid var(--line)}
.fact{display:flex;align-items:center;justify-content:space-between}
.fact p{margin:.25em 0}
.facts .live{padding-bottom:.5em}
.facts .live:empty{display:none}
footer{margin-top:1.25em;border-top:1px solid var(--line);padding-top:.25em}
.verdicts{display:flex;flex-wrap:wrap;gap:.5em}
.verdict{font-weight:400;color:var(--text);padding-inline:.75em}
.verdict[aria-pressed=true]{border:2px solid var(--good);font-weight:700}
.verdict[aria-pressed=true]::before{content:"✓ ";content:"✓ "/"";color:var(--good)}
footer>.line{margin:.25em 0 0 -.75em}
.status:empty,.waits:has(.status:empty){display:none}
.waits{margin-top:1em}
.again{margin:2em 0 1em;padding-top:1em;border-top:2px solid var(--edge);font-weight:700}
.tools{display:flex;flex-wrap:wrap;margin:1em -.75em 0}
.tools details{flex:1 1 100%;margin:0 .75em}
.ask{padding:.5em 1em .75em;border-top:1px solid var(--line);background:var(--ground)}
.ask label{margin:0;font-size:.875em}
.ask p{margin:0}
.ask .line{flex-wrap:nowrap;align-items:flex-end}
.ask textarea{flex:1;field-sizing:content;max-height:8em;resize:none;min-height:2.75em}
.send{flex:none}

figure{margin:1em 0}
.bar{display:block;overflow:visible}
.bar text{fill:var(--text);font-size:16px}
.bar .small{font-size:12px}
.bar .amount{font-size:19px;font-weight:700}
.ground{fill:var(--ground)}
.ink{fill:var(--accent)}
.segment,.tick{stroke:var(--text);stroke-width:1.5}
.operator{fill:var(--accent)}
.nobody,.unknown{fill:var(--ground)}
.open{stroke-dasharray:5 3}
table,caption,tbody,tr,tbody th,td{display:block}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
caption{text-align:start;font-weight:700}
table{font-size:.9375em;line-height:1.6}
tr{padding:.5em 0;border-bottom:1px solid var(--edge)}
th,td{text-align:start;font-weight:400;padding:.125em 0}
td{display:flex;justify-content:space-between;gap:1em;text-align:end}
.label{flex:none;color:var(--quiet);text-align:start}
.period{display:block}
.period span{display:inline-block}

@media(max-height:30em){dialog{overflow-y:auto}dialog .panel{height:auto;overflow:visible}dialog .scroll{overflow:visible}}
@media(forced-colors:active){
.bar text{fill:CanvasText}.ground,.nobody,.unknown{fill:Canvas}.ink,.operator{fill:CanvasText}.segment,.tick{stroke:CanvasText}
.words,.launcher,.send,.taken{border:2px solid CanvasText}}
@media(prefers-reduced-motion:no-preference){.panel{animation:come .15s}@keyframes come{from{opacity:0;transform:translateY(.5em)}}}
@media print{
.float,dialog{display:none}
.printing .float,.printing dialog{display:block;position:absolute;inset:0 0 auto 0;height:auto;overflow:visible}
.printing .holder .panel{width:auto;border:0;box-shadow:none}
.panel,.holder .panel,dialog .panel{display:block;height:auto;overflow:visible;border:0}
.scroll{overflow:visible;padding:0}
.ask,.tools,.live,.close,footer,.waits,.text,.begin{display:none}
article{border:0;padding:0;background:none}
h3,h4,caption{break-after:avoid}tr,li,figure{break-inside:avoid}}
`;

function made(css) {
  const style = new CSSStyleSheet();
  style.replaceSync(css);
  return style;
}

export const sheet = made(CSS);
export const accentSheet = ({ light, dark }) => made(`.root{--cpf-light:${light};--cpf-dark:${dark}}`);
