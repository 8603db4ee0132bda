// Parts of a page, as the server renders them. Only the newest request of a place counts: older ones are given up.
const UNREACHABLE = "つながりません。前の結果を表示しています。";
const LATER = "続けて探しすぎました。少し待ってください。前の結果を表示しています。";

export class Part {
  constructor(place, tell) {
    this.place = place;
    this.tell = tell;
    this.asked = null;
  }

  // Resolves to whether the place now holds what was asked for.
  async load(address) {
    this.asked?.abort();
    const asked = this.asked = new AbortController();
    try {
      const response = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (response.redirected) location.assign("/staff"); // logged out meanwhile: the log-in leads back to the draft
      const text = await response.text();
      if (asked !== this.asked) return false;
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
  }
}

export const addressOf = (path, fields) => {
  const given = Object.entries(fields).filter(([, value]) => value);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
};
