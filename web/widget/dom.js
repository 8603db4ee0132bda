// Makes elements: h("p.detail", { id }, …). Children are elements or text; nothing is ever parsed as HTML.
function made(kind, name, [first, ...rest]) {
  const [tag, ...style] = name.split(".");
  const element = document.createElementNS(kind, tag);
  const plain = first?.constructor === Object;
  if (style.length) element.setAttribute("class", style.join(" "));
  for (const [key, value] of Object.entries(plain ? first : {})) {
    if (key.startsWith("on")) element.addEventListener(key.slice(2), value);
    else if (value != null && value !== false) element.setAttribute(key, value === true ? "" : value);
  }
  element.append(...[plain ? null : first, rest].flat(Infinity).filter(Boolean));
  return element;
}

export const h = (name, ...rest) => made("http://www.w3.org/1999/xhtml", name, rest);

export const svg = (name, ...rest) => made("http://www.w3.org/2000/svg", name, rest);

export const button = (label, onclick, style = "", more = {}) =>
  h(`button${style}`, { type: "button", onclick, ...more }, label);

export const unseen = (text) => h("span.unseen", text);

let last = 0;
export const newId = () => `cpf-${++last}`;
