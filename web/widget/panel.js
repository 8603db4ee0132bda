// The panel: what was said, the questions to begin with, and the field to type in.
import { settle } from "./asking.js";
import { copy, asText } from "./copying.js";
import { button, h, newId } from "./dom.js";
import { feedback } from "./feedback.js";
import { field } from "./field.js";
import { drawReply, spoken } from "./reply.js";
import { Talk } from "./talk.js";
import { words } from "./words.js";

const today = () => new Intl.DateTimeFormat("sv", { timeZone: "Asia/Tokyo" }).format();

export class Panel {
  // `options` has name, greeting, ctrl, where (city and day as requests carry them); `host` close, emit, print.
  constructor(api, store, options, host) {
    Object.assign(this, { api, store, options, host });
    const id = newId();
    this.places = new Map();
    this.title = h("h2", { id, tabindex: -1 }, options.name);
    this.list = h("div");
    this.log = h("div.unseen", { role: "log", "aria-label": words.log });
    this.status = h("p.status", { role: "status" });
    this.retry = button(words.again, () => this.again(this.input), ".choice", { hidden: true });
    const { form, input } = field(store, options, (text) => this.talk.add(text, [{ question: text }]));
    this.input = input;
    this.scroller = h("div.scroll", this.list, h("div.line", this.status, this.retry), this.log, this.tools());
    this.element = h("section.panel", { "aria-labelledby": id, onkeydown: (event) => this.key(event) },
      h("header", this.title, host.close && button(words.close, host.close, ".text.close")),
      this.scroller, form);
    this.talk = new Talk(api, store, options.where, this);
    this.begin();
    for (const turn of this.talk.turns) {
      this.added(turn);
      if (turn.reply) this.drawn(turn);
    }
  }

  tools() {
    const lines = words.helpLines(this.options.ctrl).map((line) => h("li", line));
    return h("div.tools",
      button(words.restart, () => this.restart(), ".text"), button(words.print, this.host.print, ".text"),
      h("details.more", h("summary", words.help), h("ul.detail", lines)));
  }

  begin() {
    const offered = h("div.live");
    this.first = h("div.begin", h("p", this.options.greeting), offered);
    this.list.append(this.first);
    const list = (questions) => questions.length && this.first.classList.contains("begin") && offered.append(
      h("h3", words.begin),
      h("ul.candidates", questions.map((question) =>
        h("li", button(question, () => this.answer([{ question }], question), ".choice")))));
    this.offers ??= this.api.send(`suggestions?${this.query()}`).then((found) => found.suggestions, () => []);
    this.offers.then(list);
  }

  query() {
    return new URLSearchParams(Object.entries(this.options.where).filter(([, value]) => value));
  }

  forms() {
    this.sheets ??= this.api.send("facts").then((found) => found.facts);
    this.sheets.catch(() => { this.sheets = null; });
    return this.sheets;
  }

  // A button pressed: the focus goes to the turn it makes, right before the answer to come.
  answer(asks, asked) {
    this.places.get(this.talk.add(asked, asks)).firstElementChild.focus();
  }

  added(turn) {
    const place = h("div.turn",
      h("p.asker", { tabindex: -1 }, h("span.unseen", `${words.you}: `), h("span.words", turn.words)));
    const before = this.talk.turns[this.talk.turns.indexOf(turn) - 1];
    settle(before ? this.places.get(before) : this.first, turn.words);
    this.first.classList.remove("begin");
    this.places.set(turn, place);
    this.list.append(place);
    place.scrollIntoView({ block: "nearest" });
  }

  replied(turn) {
    this.drawn(turn);
    this.log.replaceChildren(h("p", spoken(turn.reply)));
    this.places.get(turn).scrollIntoView({ block: "start" });
    this.host.emit("answer", { outcome: turn.reply.outcome, entry: turn.reply.answer?.id ?? null });
  }

  drawn(turn) {
    const place = this.places.get(turn);
    const article = drawReply(turn.reply, {
      answer: (asks, asked) => this.answer(asks, asked),
      forms: () => this.forms(),
      service: this.host.service,
    });
    article.append(this.below(turn));
    place.append(article);
    this.latest = article;
    const after = this.talk.after(turn);
    if (after) settle(place, after.words);
  }

  below(turn) {
    const note = h("span.detail", { role: "status" });
    const press = async (event) => {
      const text = asText(turn.reply, turn.words, this.options.where.as_of || today());
      note.textContent = (await copy(text, event.target.getRootNode())) ? words.copied : words.notCopied;
    };
    return h("footer",
      feedback(turn, { api: this.api, kept: () => this.talk.keep(), emit: this.host.emit }),
      h("p.line", button(words.copy, press, ".text"), note));
  }

  failed(turn, failure) {
    const place = this.places.get(turn);
    const again = failure.again && button(words.again, () => this.again(place.firstElementChild), ".choice");
    place.append(h("div.failed", h("p.error", failure.message), h("p.line", again)));
    place.scrollIntoView({ block: "nearest" });
    this.log.replaceChildren(h("p", failure.message));
    this.host.emit("failure", { status: failure.status });
  }

  // The button pressed goes away, so the focus goes elsewhere first.
  again(focused) {
    focused.focus();
    this.talk.again();
  }

  loading(state, turn) {
    if (turn) this.places.get(turn).querySelector(".failed")?.remove();
    this.status.textContent = state && words[state];
    this.retry.hidden = state !== "slow";
  }

  restart() {
    settle(this.list, null);
    this.talk.restart();
    this.places.clear();
    this.list.append(h("p.again", words.restarted));
    this.begin();
    this.log.replaceChildren(h("p", words.restarted));
    this.input.focus();
    this.first.scrollIntoView({ block: "end" });
  }

  key(event) {
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Escape" && this.host.close) {
      event.preventDefault();
      event.stopPropagation();
      this.host.close();
    } else if (event.key === "F6" && this.latest) {
      event.preventDefault();
      const inField = event.target === this.input;
      (inField ? this.latest.querySelector("h3") : this.input).focus();
    }
  }
}
