// Makes elements: h("p.detail", { id }, …). Children are elements or text; nothing is ever parsed as HTML.
const SVG = "http://www.w3.org/2000/svg";

function made(element, style, [first, ...rest]) {
  const plain = first?.constructor === Object;
  if (style.length) element.setAttribute("class", style.join(" "));
  for (const [name, value] of Object.entries(plain ? first : {})) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(name, value === true ? "" : value);
  }
  element.append(...[plain ? null : first, rest].flat(Infinity).filter(Boolean));
  return element;
}

export function h(name, ...rest) {
  const [tag, ...style] = name.split(".");
  return made(document.createElement(tag), style, rest);
}

export function svg(name, ...rest) {
  const [tag, ...style] = name.split(".");
  return made(document.createElementNS(SVG, tag), style, rest);
}

export const button = (label, onclick, style = "", more = {}) =>
  h(`button${style}`, { type: "button", onclick, ...more }, label);

export const unseen = (text) => h("span.unseen", text);

let last = 0;
export const newId = () => `cpf-${++last}`;
