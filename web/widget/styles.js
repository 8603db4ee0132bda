// The look: colours, type scale and focus ring of the Digital Agency design system.
const CSS = `
:host{all:initial!important;display:contents!important;font-size:max(1rem,16px)!important}
:host([layout=fill]){display:block!important;height:100%!important}
*{box-sizing:border-box}
[hidden]{display:none!important}
.root{--text:light-dark(#1a1a1c,#f2f2f2);--quiet:light-dark(#626264,#b4b4b7);--ground:light-dark(#fff,#1a1a1c);--panel:light-dark(#f8f8fb,#26262a);
--edge:light-dark(#949494,#8c8c8f);--line:light-dark(#d8d8db,#4d4d4f);--accent:light-dark(var(--cpf-light,#0017c1),var(--cpf-dark,#9db7f9));
--soft:light-dark(#e8f1fe,#2b3350);--error:light-dark(#ce0000,#ff9696);--good:light-dark(#197a4b,#71c598);
color-scheme:light dark;color:var(--text);line-height:1.7;overflow-wrap:anywhere;font-family:"Noto Sans JP","Hiragino Sans",Meiryo,sans-serif}
.float{position:fixed;inset:auto 1em 1em auto;margin:0;padding:0;border:0;overflow:visible;background:none;color:inherit}
.left .float{inset:auto auto 1em 1em}
.holder .panel{width:min(27em,100vw - 2em);height:min(46em,100vh - 2em);border:1px solid var(--edge);border-radius:1em;box-shadow:0 .5em 2em #0004}
dialog{inset:0;width:100%;height:100%;max-width:none;max-height:none;padding:0;border:0;color:inherit;background:var(--ground)}
.fills,.panel{height:100%}
.panel{display:flex;flex-direction:column;overflow:clip;background:var(--ground)}
.fills .panel>*{width:100%;max-width:48em;margin:0 auto}
header{display:flex;align-items:center;padding:.25em .5em .25em 1em;border-bottom:1px solid var(--line)}
h2{flex:1;margin:0;font-size:1em;line-height:1.4}
.scroll{position:relative;flex:1;min-height:0;overflow-y:auto;overscroll-behavior:contain;padding:1em}
h2,h3,h4,legend,label,summary,button,.sentence,.words{word-break:auto-phrase}
h3{margin:0 0 .5em;font-size:1.125em;line-height:1.5;scroll-margin-top:1em}
h4{margin:1.5em 0 .25em;font-size:1em;line-height:1.5}
p{margin:.5em 0}
ul,ol{margin:.25em 0;padding-left:1.375em}
li{margin:.25em 0}
a{color:var(--accent);text-underline-offset:.2em}
.detail{color:var(--quiet);font-size:.875em}
li>.detail,.row,.period{display:block}
.unseen,thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
:focus-visible,input:focus-within{outline:4px solid light-dark(#000,#fff);outline-offset:2px;box-shadow:0 0 0 2px #ffd43d;border-radius:.25em}
p:focus,h2:focus{outline:0;box-shadow:none}
.error{color:var(--error)}
.error,.sentence,.again{font-weight:700}
.error::before{content:"⚠ "/""}

button,select,input,textarea{font:inherit;color:inherit;max-width:100%;min-height:2.75em;padding:.375em .75em;border-radius:.5em;border:1px solid var(--edge);background:var(--ground)}
button{line-height:1.4;color:var(--accent);font-weight:700;cursor:pointer;text-align:start}
.choice{padding-inline:1em;border-color:currentColor;width:100%}
.verdict{padding-inline:.625em}
.quiet,.verdict{color:var(--text);font-weight:400;border-color:var(--edge)}
.text{border:0;background:none;text-decoration:underline;text-underline-offset:.2em;font-weight:400;flex:none}
.launcher,.send{padding-inline:1em;background:var(--accent);color:light-dark(#fff,#1a1a1c);border-color:transparent}
.launcher{min-height:3.25em;padding-inline:1.5em;border-radius:2em;box-shadow:0 .25em 1em #0005}
@media(hover:hover){button:hover{text-decoration:underline}.choice:hover,.verdict:hover{background:var(--soft)}}
[aria-invalid]{border:2px solid var(--error)}
textarea{width:100%;line-height:1.5}
label,legend{display:block;font-weight:700}
.line{display:flex;flex-wrap:wrap;gap:.75em;align-items:center}
.line>.choice{width:auto}
.line>input,.line>select{flex:1 1 9em;min-width:0}
.buttons,.candidates,.sources,.facts{list-style:none;padding:0}
.buttons,.candidates,.choices{display:grid;gap:.5em;grid-template-columns:minmax(0,1fr);margin:.5em 0}
.buttons{grid-template-columns:repeat(auto-fill,minmax(min(100%,10em),1fr))}
.buttons li,.candidates li,.choices>*{margin:0}
.candidates .choice{font-weight:400}
fieldset{border:0;border-top:1px solid var(--line);margin:0;padding:.5em 0;min-width:0}
legend{float:left;width:100%;padding:0}
legend+*{clear:both}
.radio{display:inline-flex;align-items:center;gap:.5em;min-height:2.75em;margin-right:1em;font-weight:400}
.radio input{width:1.5em;min-height:1.5em;margin:0;flex:none;accent-color:var(--accent)}
summary{min-height:2.75em;padding:.5em 0;color:var(--accent);cursor:pointer;text-decoration:underline;text-underline-offset:.2em}
.more{border-top:1px solid var(--line);margin-top:.5em}
.was{display:block;padding:.25em .75em;color:var(--quiet);border-left:3px solid var(--line)}
.taken{color:var(--text);font-weight:700;border-color:var(--good)}
.taken::before,[aria-pressed=true]::before{content:"✓ "/"";color:var(--good)}
[aria-pressed=true]{border:2px solid var(--good);font-weight:700}

.turn{margin-top:1.25em;scroll-margin:1em}
.asker{margin:0 0 1em 2em;display:flex;justify-content:flex-end}
.words{background:var(--soft);border-radius:1em 1em .25em;padding:.5em 1em;white-space:pre-wrap}
article{border:1px solid var(--line);border-radius:.75em;padding:1em;background:var(--panel)}
.phone{display:inline-block;padding:.375em 0}
.facts>li{margin:0;border-bottom:1px solid var(--line)}
.fact{display:flex;align-items:center;justify-content:space-between}
footer{margin-top:1.25em;border-top:1px solid var(--line)}
footer>.line{margin-left:-.75em}
.status:empty{display:none}
.again{margin:2em 0 1em;padding-top:1em;border-top:2px solid}
.tools{display:flex;flex-wrap:wrap;margin:1em -.75em 0}
.tools details{flex:1 1 100%;margin:0 .75em}
.ask{padding:.5em 1em .75em;border-top:1px solid var(--line)}
.ask p{margin:0}
.ask .line{flex-wrap:nowrap;align-items:end;margin-top:.375em}
.ask textarea{field-sizing:content;max-height:8em;resize:none}
.send{flex:none}

figure{margin:1em 0}
.bar{display:block;overflow:visible}
.bar text{fill:var(--text);font-size:12px}
.bar .amount{font-size:19px;font-weight:700}
.ground,.nobody,.unknown{fill:var(--ground)}
.ink,.operator{fill:var(--accent)}
.segment,.tick{stroke:var(--text);stroke-width:1.5}
.open{stroke-dasharray:5 3}
table,caption,tbody,tr,tbody th,td{display:block}
caption{text-align:start;font-weight:700}
tr{padding:.5em 0;border-bottom:1px solid var(--edge)}
th,td{text-align:start;font-weight:400}
td{display:flex;justify-content:space-between;gap:1em;text-align:end}
.label{flex:none;color:var(--quiet)}
.period span{display:inline-block}

@media(max-height:30em){dialog .panel,dialog .scroll{height:auto;overflow:visible}}
@media(forced-colors:active){
.bar text,.ink,.operator{fill:CanvasText}.ground,.nobody,.unknown{fill:Canvas}.segment,.tick{stroke:CanvasText}
.words,.launcher,.send,.taken{border:2px solid CanvasText}}
@media print{
.root{color-scheme:light}
.float,dialog,.ask,.tools,.live,.text,footer,.begin{display:none}
.printing .float,.printing dialog{display:block;position:absolute;inset:0 0 auto 0;height:auto;overflow:visible}
.root .panel{display:block;width:auto;height:auto;border:0}
.panel,.scroll{overflow:visible}
article{border:0;padding:0;background:none}a[target]::after{content:" ("attr(href)")"}
h3,h4,caption{break-after:avoid}tr,li,figure{break-inside:avoid}}
`;

function styleSheet(css) {
  const style = new CSSStyleSheet();
  style.replaceSync(css);
  return style;
}

export const sheet = styleSheet(CSS);
export const accentSheet = ({ light, dark }) => styleSheet(`.root{--cpf-light:${light};--cpf-dark:${dark}}`);
