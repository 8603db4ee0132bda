// The conversation: turns are asked one after another; nothing that was sent is dropped before it is answered.
const MOST_KEPT = 20;
const SLOW = 6000;

// A turn is { words, asks, reply?, refused?, verdict? }; `asks` are the requests it makes.
export class Talk {
  // `shows` has: added(turn), replied(turn), failed(turn, failure), loading(state) with "", "loading" or "slow".
  constructor(api, store, where, shows) {
    Object.assign(this, { api, store, where, shows });
    this.turns = store.get("turns") || [];
    this.token = store.get("token");
    this.stop = null;
  }

  add(asked, asks) {
    const turn = { words: asked, asks };
    this.turns.push(turn);
    this.keep();
    this.shows.added(turn);
    this.run();
    return turn;
  }

  after(turn) {
    return this.turns[this.turns.indexOf(turn) + 1];
  }

  // Asks what is not answered yet, in order, until something fails that may work later.
  async run() {
    if (this.stop) return;
    for (let turn; (turn = this.turns.find((one) => !one.reply && !one.refused)); ) {
      this.stop = new AbortController();
      this.shows.loading("loading", turn);
      const slow = setTimeout(() => this.shows.loading("slow", turn), SLOW);
      try {
        await this.ask(turn, this.stop);
      } catch (failure) {
        if (failure.name !== "AbortError") {
          turn.refused = !failure.again;
          this.shows.failed(turn, failure);
          if (failure.again) break;
        }
      } finally {
        clearTimeout(slow);
      }
      this.keep();
    }
    this.stop = null;
    this.shows.loading("");
  }

  async ask(turn, stop) {
    let { token } = this;
    let reply;
    for (const body of turn.asks) {
      reply = await this.api.send("ask", { ...body, ...this.where, conversation: token }, stop);
      token = reply.conversation;
    }
    if (!this.turns.includes(turn)) return;
    this.token = token;
    turn.reply = reply;
    this.shows.replied(turn);
  }

  // Asks the turn that waits once more; a request under way is given up for it.
  again() {
    if (this.stop) this.stop.abort();
    else this.run();
  }

  restart() {
    this.turns = [];
    this.token = null;
    this.stop?.abort();
    this.keep();
  }

  keep() {
    this.store.set("turns", this.turns.slice(-MOST_KEPT));
    this.store.set("token", this.token);
  }
}
