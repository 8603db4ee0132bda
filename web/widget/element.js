// <careplan-faq>: reads its attributes, shows a launcher, and opens the panel where there is room for it.
import { Api } from "./api.js";
import { LEAST, accents } from "./colour.js";
import { button, h } from "./dom.js";
import { Panel } from "./panel.js";
import { Printing } from "./printing.js";
import { Store } from "./store.js";
import { accentSheet, sheet } from "./styles.js";
import { words } from "./words.js";

const TAG = "careplan-faq";
const CLAIM = Symbol.for(TAG);
const SMALL = "(max-width: 40em), (max-height: 30em)";

class CareplanFaq extends HTMLElement {
  connectedCallback() {
    document[CLAIM] ??= this;
    if (document[CLAIM] !== this) {
      console.warn(words.second);
      return;
    }
    if (!this.shadowRoot) this.build();
    if (this.fills) return;
    this.float.showPopover();
    if (this.hasAttribute("open")) this.open();
  }

  disconnectedCallback() {
    if (document[CLAIM] === this) document[CLAIM] = null;
  }

  build() {
    const given = (name) => this.getAttribute(name);
    const shadow = this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [sheet, ...this.accent(given("accent"))];
    this.fills = given("layout") === "fill";
    this.close = this.close.bind(this);
    const printing = new Printing(this, () => this.fills || this.isOpen);
    const { service } = this;
    this.panel = new Panel(new Api(service), new Store(service), {
      name: given("name") || words.name,
      greeting: given("greeting") || words.greeting,
      ctrl: given("send") === "ctrl-enter",
      where: { municipality: given("municipality") || null, as_of: given("as-of") || null },
    }, {
      service,
      emit: (name, detail) => this.emit(name, detail),
      close: !this.fills && this.close,
      print: () => printing.print(),
    });
    this.hides = given("launcher") === "none";
    this.launcher = button(words.launch, () => this.open(), ".launcher", { "aria-expanded": "false", hidden: this.hides });
    this.holder = h("div.holder");
    this.float = h("div.float", { popover: "manual" }, this.launcher, this.holder);
    this.dialog = h("dialog", { "aria-label": this.panel.options.name, oncancel: this.close });
    this.root = h("div.root", { lang: "ja" }, this.fills ? this.panel.element : [this.float, this.dialog]);
    this.root.classList.toggle("fills", this.fills);
    this.root.classList.toggle("left", given("side") === "left");
    shadow.append(this.root);
    if (this.fills) {
      this.panel.talk.run();
      return;
    }
    this.small = matchMedia(SMALL);
    this.small.addEventListener("change", () => this.isOpen && this.place());
    document.addEventListener("focusin", (event) => this.giveWay(event.target));
  }

  accent(given) {
    const found = given && accents(given);
    if (given && !found) console.warn(words.badAccent(given, LEAST));
    return found ? [accentSheet(found)] : [];
  }

  get isOpen() {
    return this.panel.element.isConnected;
  }

  // Opens the panel.
  open() {
    if (this.isOpen) return;
    this.place();
    this.panel.talk.run();
    const { title, input } = this.panel;
    (matchMedia("(pointer: coarse)").matches ? title : input).focus();
    this.emit("open");
  }

  // Closes the panel; the conversation stays.
  close(event) {
    event?.preventDefault();
    if (this.fills || !this.isOpen) return;
    this.panel.element.remove();
    this.dialog.close();
    this.launcher.hidden = this.hides;
    this.launcher.focus();
    this.emit("close");
  }

  // Opens the panel and asks a question.
  ask(question) {
    this.open();
    this.panel.answer([{ question }], question);
  }

  // On a small screen the panel is a modal dialog over all of it, else a region in the corner.
  place() {
    const { element, scroller } = this.panel;
    const active = this.shadowRoot.activeElement;
    const { scrollTop } = scroller;
    this.launcher.hidden = true;
    this.dialog.close();
    (this.small.matches ? this.dialog : this.holder).append(element);
    if (this.small.matches) this.dialog.showModal();
    if (element.contains(active)) active.focus({ preventScroll: true });
    scroller.scrollTop = scrollTop;
  }

  // What has the focus on the page must be seen: the launcher or panel over it moves to the other side.
  giveWay(focused) {
    const mine = this.float.getBoundingClientRect();
    const other = focused.getBoundingClientRect();
    const over = other.right > mine.left && other.left < mine.right && other.bottom > mine.top && other.top < mine.bottom;
    if (over && focused !== this && other.width < innerWidth / 2) this.root.classList.toggle("left");
  }

  emit(name, detail) {
    this.dispatchEvent(new CustomEvent(`${TAG}:${name}`, { detail, bubbles: true }));
  }
}

export function define(service) {
  CareplanFaq.prototype.service = service;
  if (!customElements.get(TAG)) customElements.define(TAG, CareplanFaq);
}
