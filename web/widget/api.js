// Talks to the service. A failure is told as { detail, again, status }: whether asking again may help.
import { words } from "./words.js";

const LONGEST_WAIT = 30000;
const HOPELESS = [404, 413, 415, 422];

export class Failure extends Error {
  constructor(detail, status = 0) {
    super(detail);
    this.status = status;
    this.again = !HOPELESS.includes(status);
  }
}

export class Api {
  constructor(service) {
    this.base = new URL("api/v1/", service);
  }

  // Resolves to the JSON of the answer, null where there is none; rejects with a Failure.
  async send(path, body, signal) {
    const stop = AbortSignal.timeout(LONGEST_WAIT);
    const request = { signal: signal ? AbortSignal.any([signal, stop]) : stop, credentials: "omit" };
    if (body) {
      request.method = "POST";
      request.headers = { "Content-Type": "application/json" };
      request.body = JSON.stringify(body);
    }
    let response, json;
    try {
      response = await fetch(new URL(path, this.base), request);
      json = response.status === 204 ? null : await response.json();
    } catch (error) {
      if (signal?.aborted) throw error;
      throw new Failure(response && !response.ok ? words.failed : words.notReached, response?.status);
    }
    if (!response.ok) throw new Failure(json?.detail || words.failed, response.status);
    return json;
  }
}
