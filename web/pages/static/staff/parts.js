// Parts of a page, as the server renders them. Only the newest request of a place counts: older ones are given up.
const UNREACHABLE = "つながりません。前の結果を表示しています。";
const LOGGED_OUT = "ログインが切れました。入力したものは残っています。";
const LATER = "続けて探しすぎました。少し待ってください。前の結果を表示しています。";

export class Part {
  constructor(place, tell) {
    this.place = place;
    this.tell = tell;
    this.asked = null;
    this.logIn = null; // the link that leads back to a log-in, while one is needed
  }

  // Resolves to whether the place now holds what was asked for.
  async load(address) {
    this.asked?.abort();
    const asked = this.asked = new AbortController();
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      const text = await response.text();
      if (asked !== this.asked) return false;
      if (response.redirected) {
        this.askToLogIn();
        return false;
      }
      if (response.ok || response.status === 422 || response.status === 404) this.show(text);
      else this.tell(response.status === 429 ? LATER : UNREACHABLE);
      return response.ok;
    } catch {
      if (!asked.signal.aborted) this.tell(UNREACHABLE);
      return false;
    }
  }

  show(text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    this.place.replaceChildren(...page.body.childNodes);
    this.logIn = null;
  }

  // Says it and waits: a page that left by itself would take the letters still being typed with it.
  askToLogIn() {
    this.logIn ??= Object.assign(document.createElement("a"), { href: "/staff", textContent: "ログインし直す（Enter）" });
    this.tell(LOGGED_OUT, this.logIn);
  }
}

export const addressOf = (path, fields) => {
  const given = Object.entries(fields).filter(([, value]) => value);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
};
