// The line to the server: one message at a time. Streamlit drops the answer to a message that another one follows, so whatever comes up
// while an answer is awaited goes out together, after it.

const IN_FLIGHT = 20000; // an answer that takes longer is taken for lost

class Line {
  /** `compose` gives the message of the moment; `wire` is set with every piece of data that Streamlit hands over. */
  constructor(compose) {
    this.compose = compose;
    this.wire = null;
    this.seq = 0; // of the last message sent
    this.sentAt = 0; // when, while its answer is awaited
    this.unsent = false;
    this.last = new Map();
  }

  send() {
    this.unsent = true;
    clearTimeout(this.timer);
    const wait = this.sentAt ? this.sentAt + IN_FLIGHT - Date.now() : 0;
    if (wait > 0) {
      this.timer = setTimeout(() => this.unsent && this.send(), wait);
      return;
    }
    this.unsent = false;
    this.sentAt = Date.now();
    this.seq += 1;
    this.wire("wire", { seq: this.seq, ...this.compose() });
  }

  /** The answer to message `seq` is here: what has come up meanwhile may go. */
  landed(seq) {
    if (seq !== this.seq) return;
    this.sentAt = 0;
    if (this.unsent) this.send();
  }

  /** The connection is new: no answer to an earlier message will come. */
  reset() {
    this.sentAt = 0;
  }

  /** Whether something that is sent only now and then is to be sent again; the first message leaves it out. */
  isDue(name, interval) {
    const before = this.last.get(name);
    if (before === undefined || Date.now() - before >= interval) this.last.set(name, Date.now());
    return before !== undefined && Date.now() - before >= interval;
  }

  close() {
    clearTimeout(this.timer);
  }
}
