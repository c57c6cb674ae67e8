// What the browser keeps over a reload: records by name. A full or forbidden storage costs only the safety net, never the work.

class Shelf {
  /** `place` names the database and reviewer (feed.py, place_of): what is kept for one never reaches another. */
  constructor(name, place) {
    this.prefix = `quotebound.${name}.${place}.`;
  }

  all() {
    try {
      const keys = Object.keys(localStorage).filter((key) => key.startsWith(this.prefix));
      return keys.map((key) => JSON.parse(localStorage.getItem(key)));
    } catch {
      return [];
    }
  }

  get(name) {
    try {
      return JSON.parse(localStorage.getItem(this.prefix + name));
    } catch {
      return null;
    }
  }

  put(name, record) {
    try {
      localStorage.setItem(this.prefix + name, JSON.stringify(record));
    } catch {
      // as said above
    }
  }

  drop(name) {
    try {
      localStorage.removeItem(this.prefix + name);
    } catch {
      // as said above
    }
  }
}
