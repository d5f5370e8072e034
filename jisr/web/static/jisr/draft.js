/* A long form is kept as it is typed: form[data-draft-to] is sent there a moment after the last key.

   The server keeps it for its author for a day. Nothing is stored on the device: at a counter it is shared. */
const QUIET_MS = 1500;
const AGAIN_MS = 8000;
const LEAVE_MS = 3000;
const words = document.body.dataset;

export function keepDrafts() {
  document.querySelectorAll("form[data-draft-to]").forEach(keep);
}

function keep(form) {
  const word = form.querySelector("[data-saved-word]");
  let timer = 0;
  let typed = 0;
  let kept = 0;

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const say = (state, text) => {
    if (!word || word.textContent === text) return;
    word.dataset.state = state;
    word.textContent = text;
  };

  const body = () => {
    const data = new FormData(form);
    for (const [name, value] of [...data]) if (value instanceof File) data.delete(name);
    data.delete("act_key");
    data.set("draft_place", location.pathname);
    return data;
  };

  async function save() {
    const sent = typed;
    if (kept === sent || form.dataset.sent) return;
    say("busy", words.wordSaving);
    try {
      const answer = await fetch(form.dataset.draftTo, { method: "POST", body: body(), redirect: "manual" });
      if (answer.ok) {
        kept = sent;
        say("kept", words.wordSaved);
      } else {
        say("lost", answer.status >= 500 ? words.wordUnsaved : words.wordSignIn);
        later(AGAIN_MS);
      }
    } catch {
      say("lost", words.wordUnsaved);
      later(AGAIN_MS);
    }
    if (typed > sent) later(QUIET_MS);
  }

  form.addEventListener("input", () => {
    typed += 1;
    later(QUIET_MS);
  });
  addEventListener("online", () => later(0));

  /* Another language or a locked session, in the middle of a word: the next page must find the last keys. */
  let leaving = false;
  const first = async (event) => {
    if (event.target === form || leaving || typed === kept || form.dataset.sent || !form.requestSubmit) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    leaving = true;
    await Promise.race([save(), new Promise((done) => setTimeout(done, LEAVE_MS))]);
    event.target.requestSubmit(event.submitter);
    leaving = false;
  };
  document.addEventListener("submit", first, true);

  /* A closed lid or another page: the last keys leave as the page does. */
  const leave = () => {
    if (typed > kept && !form.dataset.sent) navigator.sendBeacon(form.dataset.draftTo, body());
  };
  addEventListener("pagehide", leave);
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && leave());
  addEventListener("beforeunload", (event) => {
    if (typed > kept && !form.dataset.sent && !navigator.onLine) event.preventDefault();
  });
}
