// The claims in the browser: what the server sent, what was decided here and not acknowledged yet, and the order they come in.

const OPEN = new Set(["pending", "blocked", "proposed"]);
const AFTER = { accept: "accepted", fix: "fixed", reject: "rejected", add: "accepted" };
const AFTER_ACTION = { accepted: "accept", fixed: "fix", rejected: "reject" };
const QUIET = new Set(["skip", "flag"]); // they decide nothing and leave the revision alone
const KEPT = 120;

class Deck {
  constructor() {
    this.views = new Map(); // claim id → ClaimView
    this.order = []; // ids in the order they are shown
    this.at = -1;
    this.local = new Map(); // claim id → {state, id} decided here, not acknowledged
    this.skipped = new Set();
    this.anyState = false; // the filter asks for states: then a claim is done with once it was decided here
    this.done = new Set();
    this.history = []; // {claim, id, action, reason} of this session, for undo
  }

  get current() {
    return this.views.get(this.order[this.at]) || null;
  }

  /** Take in views from the server; a claim decided here keeps its local state until the server has answered. */
  receive(views) {
    for (const view of Object.values(views)) {
      const known = this.views.get(view.id);
      if (this.local.has(view.id) && known) view.revision = Math.max(view.revision, known.revision);
      this.views.set(view.id, view);
    }
  }

  /** Append claims that wait for a decision and are not in the order yet. */
  extend(ids) {
    const known = new Set(this.order);
    for (const id of ids) if (!known.has(id) && this.views.has(id)) this.order.push(id);
  }

  stateOf(id) {
    const local = this.local.get(id);
    if (local) return local.state;
    const view = this.views.get(id);
    return view ? view.state : "pending";
  }

  isOpen(id) {
    if (!this.views.has(id)) return false;
    return this.anyState ? !this.done.has(id) : OPEN.has(this.stateOf(id));
  }

  /** How many claims ahead of the current one wait for a decision here. */
  ahead() {
    return this.order.slice(this.at + 1).filter((id) => this.isOpen(id)).length;
  }

  /** Record a decision taken here; `entry` is the action as it goes out. */
  decide(entry) {
    const view = this.views.get(entry.claim);
    this.done.add(entry.claim);
    if (QUIET.has(entry.action)) {
      this.skipped.add(entry.claim);
      if (entry.action === "flag") view.flagged = true;
    } else {
      this.local.set(entry.claim, { state: AFTER[entry.action], id: entry.id });
      view.revision += 1;
    }
    this.history.push({ claim: entry.claim, id: entry.id, action: entry.action, version: entry.version });
  }

  /** The reviewer's decision on a claim: of this session, or, without its identifier, of an earlier one. */
  lastOn(view) {
    const action = AFTER_ACTION[this.stateOf(view.id)] || "accept";
    return this.history.findLast((past) => past.claim === view.id) || { claim: view.id, action, version: view.version };
  }

  forget(past) {
    this.history = this.history.filter((other) => other !== past);
  }

  /** Take a decision back. */
  undo(last, id) {
    const view = this.views.get(last.claim);
    this.forget(last);
    this.done.delete(last.claim);
    if (QUIET.has(last.action)) {
      this.skipped.delete(last.claim);
      if (last.action === "flag") view.flagged = false;
    } else {
      this.local.set(last.claim, { state: view.blocked ? "blocked" : "pending", id });
      view.revision += 1;
    }
  }

  /** The server has taken (or refused) an action: its word on the claim counts from here on. */
  settle(entry, ack) {
    const view = this.views.get(entry.claim);
    const local = this.local.get(entry.claim);
    if (local && local.id === entry.id) this.local.delete(entry.claim);
    if (view && ack.state && !this.local.has(entry.claim)) Object.assign(view, { state: ack.state, revision: ack.revision });
    if (!ack.ok) this.history = this.history.filter((past) => past.id !== entry.id);
  }

  /** Move to `id`; it is put behind the current claim if it is not in the order. */
  go(id) {
    if (!this.order.includes(id)) this.order.splice(this.at + 1, 0, id);
    this.at = this.order.indexOf(id);
  }

  /** Index of the next claim to decide: after the current one, then from the beginning, skipped ones last; -1 if none. */
  nextOpen() {
    const around = [...this.order.keys()].map((offset) => (this.at + 1 + offset) % this.order.length);
    const open = around.filter((index) => index !== this.at && this.isOpen(this.order[index]));
    const fresh = open.filter((index) => !this.skipped.has(this.order[index]));
    return fresh[0] ?? open[0] ?? (this.at >= 0 && this.isOpen(this.order[this.at]) ? this.at : -1);
  }

  /** Index of the next claim to decide in another article than the current one, behind the current claim; -1 if none is here. */
  nextArticle() {
    const here = this.current && this.current.document;
    return this.order.findIndex((id, index) => index > this.at && this.isOpen(id) && this.views.get(id).document !== here);
  }

  /** Begin anew with another choice of claims; decisions on their way and the way back stay. */
  clear() {
    this.order = [];
    this.at = -1;
    this.skipped.clear();
    this.done.clear();
  }

  /** Forget views far behind, so that a long day costs no memory. */
  trim() {
    const cut = this.at - KEPT;
    if (cut <= 0) return;
    for (const id of this.order.splice(0, cut)) if (!this.local.has(id)) this.views.delete(id);
    this.at -= cut;
  }

  /** Claims ahead whose reservation is to be prolonged. */
  reserved() {
    return this.order.slice(Math.max(0, this.at)).filter((id) => this.isOpen(id)).slice(0, 30);
  }

  /** Claims and revisions held, for the server to send only what is new. */
  held() {
    return Object.fromEntries([...this.views.values()].map((view) => [view.id, view.revision]));
  }
}
