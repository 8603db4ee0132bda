// What this tab keeps over closing and reloading: the draft, the conversation's token, the last turns.
export class Store {
  constructor(service) {
    this.prefix = `careplan-faq:${service.href}:`;
  }

  get(name) {
    try {
      return JSON.parse(sessionStorage.getItem(this.prefix + name));
    } catch {
      return null; // no storage allowed here
    }
  }

  set(name, value) {
    try {
      sessionStorage.setItem(this.prefix + name, JSON.stringify(value));
    } catch {
      // full or not allowed: the page itself still holds everything
    }
  }
}
