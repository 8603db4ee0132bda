// 控え: entries collected in this tab, each with the day it was looked at, to be copied together.
import { Part } from "./parts.js";

export class Tray {
  constructor(place, store, tell) {
    this.store = store;
    this.part = new Part(place, tell);
    this.names = store.get("tray", []);
    place.addEventListener("click", (event) => {
      const leave = event.target.closest("[data-leave]");
      if (leave) this.keep(this.names.filter((name) => leave.dataset.leave && name !== leave.dataset.leave));
    });
  }

  nameOf = (card) => [card.dataset.entry, card.dataset.asOf].filter(Boolean).join("@");

  has = (card) => this.names.includes(this.nameOf(card));

  toggle(card) {
    const name = this.nameOf(card);
    return this.keep(this.has(card) ? this.names.filter((one) => one !== name) : [...this.names, name]);
  }

  async keep(names) {
    this.names = names;
    this.store.set("tray", names);
    await this.show();
    document.dispatchEvent(new Event("traychange"));
  }

  async show() {
    const wanted = new URLSearchParams(this.names.map((name) => ["entry", name]));
    if (!this.names.length) this.part.show("");
    else await this.part.load(`/staff/tray?${wanted}`);
  }

  get entries() {
    return this.names.map((name) => name.split("@")[0]);
  }
}
