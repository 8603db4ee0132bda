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

export function define(service) {
  if (!customElements.get(TAG)) customElements.define(TAG, class extends CareplanFaq { service = service; });
}

class CareplanFaq extends HTMLElement {
  connectedCallback() {
    if (document[CLAIM] && document[CLAIM] !== this) {
      console.warn(words.second);
      return;
    }
    document[CLAIM] = this;
    if (!this.shadowRoot) this.build();
    if (this.fills) return;
    this.float.showPopover();
    if (this.hasAttribute("open")) this.open();
  }

  disconnectedCallback() {
    if (document[CLAIM] === this) delete document[CLAIM];
  }

  build() {
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet, ...this.accent()];
    this.fills = this.getAttribute("layout") === "fill";
    const printing = new Printing(this, root, () => this.fills || this.isOpen);
    const store = new Store(this.service);
    this.panel = new Panel(new Api(this.service), store, this.options(), {
      service: this.service,
      emit: (name, detail) => this.emit(name, detail),
      close: this.fills ? null : () => this.close(),
      print: () => printing.print(),
    });
    this.launcher = button(words.launchShort, () => this.open(), { class: "launcher", "aria-label": words.launch, "aria-expanded": "false", hidden: this.getAttribute("launcher") === "none" });
    this.holder = h("div", { class: "holder" });
    this.float = h("div", { class: "float", popover: "manual" }, this.launcher, this.holder);
    this.dialog = h("dialog", { "aria-label": this.panel.options.name, oncancel: (event) => { event.preventDefault(); this.close(); } });
    const inside = this.fills ? this.panel.element : [this.float, this.dialog];
    root.append(h("div", { lang: "ja", class: `root ${this.fills ? "fills" : ""} ${this.getAttribute("side") === "left" ? "left" : ""}` }, inside));
    this.small = matchMedia(SMALL);
    if (this.fills) this.panel.resume();
    else {
      this.small.addEventListener("change", () => this.isOpen && this.place());
      document.addEventListener("focusin", (event) => this.giveWay(event.target));
    }
  }

  options() {
    return {
      name: this.getAttribute("name") || words.name,
      greeting: this.getAttribute("greeting") || words.greeting,
      ctrl: this.getAttribute("send") === "ctrl-enter",
      where: { municipality: this.getAttribute("municipality") || null, as_of: this.getAttribute("as-of") || null },
    };
  }

  accent() {
    const given = this.getAttribute("accent");
    const found = given && accents(given);
    if (given && !found) console.warn(words.badAccent(given, LEAST));
    return found ? [accentSheet(found)] : [];
  }

  get isOpen() {
    return this.panel.element.isConnected;
  }

  /** Opens the panel. */
  open() {
    if (this.fills || this.isOpen) return;
    this.place();
    this.panel.resume();
    const { title, field } = this.panel;
    (matchMedia("(pointer: coarse)").matches ? title : field.input).focus();
    this.emit("open");
  }

  /** Closes the panel; the conversation stays. */
  close() {
    if (this.fills || !this.isOpen) return;
    this.panel.element.remove();
    if (this.dialog.open) this.dialog.close();
    this.launcher.hidden = this.getAttribute("launcher") === "none";
    this.launcher.focus();
    this.emit("close");
  }

  /** Opens the panel and asks a question. */
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
    if (this.small.matches) {
      this.dialog.append(element);
      if (!this.dialog.open) this.dialog.showModal();
    } else {
      if (this.dialog.open) this.dialog.close();
      this.holder.append(element);
    }
    if (active && element.contains(active)) active.focus({ preventScroll: true });
    scroller.scrollTop = scrollTop;
  }

  // What has the focus on the page must be seen: the launcher or panel over it moves to the other side.
  giveWay(focused) {
    if (focused === this || !this.isConnected || this.small.matches) return;
    const mine = this.float.getBoundingClientRect();
    const other = focused.getBoundingClientRect();
    const over = other.right > mine.left && other.left < mine.right && other.bottom > mine.top && other.top < mine.bottom;
    if (over && other.width < innerWidth / 2) this.shadowRoot.firstElementChild.classList.toggle("left");
  }

  emit(name, detail = {}) {
    this.dispatchEvent(new CustomEvent(`careplan-faq:${name}`, { detail, bubbles: true }));
  }
}
