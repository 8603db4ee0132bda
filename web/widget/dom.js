// Makes elements. Children are elements or text; nothing is ever parsed as HTML.
const SVG = "http://www.w3.org/2000/svg";

function filled(element, attributes, children) {
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value != null) element.setAttribute(name, value);
  }
  element.append(...children.flat(Infinity).filter(Boolean));
  return element;
}

export const h = (tag, attributes = {}, ...children) => filled(document.createElement(tag), attributes, children);

export const svg = (tag, attributes = {}, ...children) =>
  filled(document.createElementNS(SVG, tag), attributes, children);

export const button = (label, press, attributes = {}) =>
  h("button", { type: "button", onclick: press, ...attributes }, label);

export const unseen = (text) => h("span", { class: "unseen" }, text);

let last = 0;
export const newId = () => `cpf-${++last}`;
