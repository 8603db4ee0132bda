// Links, sources and contacts.
import { day } from "./days.js";
import { h, unseen } from "./dom.js";
import { words } from "./words.js";

export const link = (url, text) =>
  h("a", { href: url, target: "_blank", rel: "noopener" }, text, unseen(`（${words.elsewhere}）`));

const linked = ({ url, title }) => (url ? link(url, title) : title);

export const sources = (list) =>
  h("ul.sources", list.map((one) => h("li", linked(one),
    h("span.detail", `${one.publisher}、`, day(one.published), one.ref && `、${one.ref}`))));

export const contact = (who) => [
  who.name,
  who.telephone && h("span", words.phone, h("a.phone", { href: `tel:${who.telephone}` }, who.telephone)),
  who.hours && h("span", words.hours, who.hours),
  who.url && h("span", link(who.url, words.site)),
].map((line) => line && h("span.row", line));
