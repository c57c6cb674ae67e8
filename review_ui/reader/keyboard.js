// Which key does what in which mode. Keys are taken before Streamlit sees them: it has single-key shortcuts of its own.

class Keyboard {
  constructor(screen, signal) {
    this.screen = screen;
    window.addEventListener("keydown", (event) => this.key(event), { capture: true, signal });
  }

  key(event) {
    if (!this.screen.setup || !this.screen.root.isConnected) return;
    if (this.handled(event)) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (!isTyping(event) && !hasModifier(event) && event.key.length === 1 && event.key !== " ") {
      event.stopImmediatePropagation();
    }
  }

  handled(event) {
    const { screen } = this;
    if (screen.help.isOpen) return screen.help.key(event);
    if (screen.mode === "pick") return screen.fixing.picker.key(event);
    if (screen.mode === "fix") return this.fixKey(event);
    if (screen.mode === "missing") return screen.missing.key(event);
    if (screen.mode === "filter") return this.filterKey(event);
    if (screen.mode === "reject") return this.rejectKey(event);
    if (screen.notices.length && this.noticeKey(event)) return true;
    const name = actOf(event, screen.setup.keys);
    if (name) screen.act(name);
    return Boolean(name);
  }

  noticeKey(event) {
    if (isTyping(event) || hasModifier(event)) return false;
    const notice = this.screen.notices[0];
    if (event.key === "Escape") this.screen.dismiss(notice);
    else if (event.key === "o" && (notice.claim || notice.edit)) this.screen.openNotice(notice);
    else return false;
    return true;
  }

  rejectKey(event) {
    const { screen } = this;
    if (event.key === "Escape") {
      screen.leaveReject();
      return true;
    }
    if (isTyping(event) || hasModifier(event)) return false;
    const digit = /^[0-9]$/.test(event.key) ? Number(event.key) : -1;
    if (digit === 0) screen.els.reasons.querySelector(".qb-own-reason").focus();
    else if (digit > 0 && digit <= screen.setup.reasons.length && !event.repeat) screen.reject(screen.setup.reasons[digit - 1]);
    return event.key.length === 1;
  }

  filterKey(event) {
    if (event.key === "Escape") this.screen.filtering.close();
    else if (event.key === "0" && !hasModifier(event) && event.target.type !== "search") this.screen.filtering.set({});
    else return false;
    return true;
  }

  fixKey(event) {
    const { fixing } = this.screen;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) fixing.save();
    else if (event.key === "Escape") fixing.leave();
    else if (event.altKey && (event.code === "KeyJ" || event.code === "KeyK")) fixing.form.step(event.code === "KeyJ" ? 1 : -1);
    else if (event.altKey && event.code === "KeyP") fixing.pick(fixing.armed.path, fixing.armed.label);
    else return false;
    return true;
  }
}
