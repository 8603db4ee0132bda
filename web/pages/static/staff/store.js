// What this tab keeps for one member: what is being typed, and the entries that were collected.
export class Store {
  constructor(member) {
    this.prefix = `faq-staff:${member}:`;
  }

  get(name, otherwise) {
    try {
      return JSON.parse(sessionStorage.getItem(this.prefix + name)) ?? otherwise;
    } catch {
      return otherwise; // no storage allowed here
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
