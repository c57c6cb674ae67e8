// Decisions on their way: in order, each with its UUID, kept in the browser until the server has acknowledged it.
// Everything unacknowledged travels with every message, and the store takes each UUID once: nothing is lost or doubled by a
// dropped connection, a reload, or messages that overtake each other.

const PATIENCE = 2500;
const MOST_PATIENCE = 15000;

class Outbox {
  /** `place` names the database and reviewer: decisions for one never reach another. `send` is called when there is something new. */
  constructor(place, send) {
    this.shelf = new Shelf("outbox", place);
    this.send = send;
    this.entries = this.shelf.all().sort((a, b) => a.order - b.order); // what an earlier page left unacknowledged, oldest first
    this.timer = null;
    this.patience = PATIENCE;
  }

  add(action) {
    const last = this.entries.at(-1);
    const entry = { ...action, order: Math.max(Date.now(), last ? last.order + 1 : 0) };
    this.entries.push(entry);
    this.shelf.put(entry.id, entry);
    this.flush();
    return entry;
  }

  /** Take out what the server has answered; returns those entries. */
  settle(acks) {
    this.patience = PATIENCE;
    const settled = this.entries.filter((entry) => acks[entry.id]);
    this.entries = this.entries.filter((entry) => !acks[entry.id]);
    for (const entry of settled) this.shelf.drop(entry.id);
    if (!this.entries.length) clearTimeout(this.timer);
    return settled;
  }

  /** Send now, and again, ever less often, while something stays unacknowledged. */
  flush() {
    clearTimeout(this.timer);
    this.send();
    if (this.entries.length) this.timer = setTimeout(() => this.again(), this.patience);
  }

  again() {
    this.patience = Math.min(this.patience * 2, MOST_PATIENCE);
    this.flush();
  }

  close() {
    clearTimeout(this.timer);
  }
}

function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16)); // plain http on another host has no randomUUID
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
