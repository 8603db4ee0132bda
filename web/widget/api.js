// Talks to the service. A Failure says whether asking `again` may help.
import { words } from "./words.js";

const LONGEST_WAIT = 30000;

class Failure extends Error {
  constructor(detail, status) {
    super(detail);
    this.status = status;
    this.again = status < 400 || status >= 429;
  }
}

export class Api {
  constructor(service) {
    this.service = service;
  }

  // Resolves to the JSON of the answer, null where there is none; rejects with a Failure.
  async send(path, body, stop = new AbortController()) {
    const late = setTimeout(() => stop.abort(new Failure(words.notReached, 0)), LONGEST_WAIT);
    let status = 0;
    try {
      const response = await fetch(new URL(`api/v1/${path}`, this.service), {
        signal: stop.signal,
        credentials: "omit",
        ...(body && { method: "POST", headers: { "Content-Type": "application/json", "X-Channel": "widget" }, body: JSON.stringify(body) }),
      });
      status = response.status;
      const found = status === 204 ? null : await response.json();
      if (response.ok) return found;
      throw new Failure(found.detail || words.failed, status);
    } catch (error) {
      if (error instanceof Failure || stop.signal.aborted) throw error;
      throw new Failure(status ? words.failed : words.notReached, status);
    } finally {
      clearTimeout(late);
    }
  }
}
