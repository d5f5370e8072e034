/* A poor network: form[data-hold] leaves its page only when the server can be reached.

   A browser that sends into nothing shows its own error page, and what was typed on a page that no cache keeps is gone
   when one comes back. So a small thing is asked for first; where it does not come, the form stays and says so. */
const WAIT_MS = 10000;

export function holdForms() {
  for (const form of document.querySelectorAll("form[data-hold]")) {
    let asking = false;
    let reached = false;
    const word = document.getElementById(form.dataset.hold);
    form.addEventListener(
      "submit",
      async (event) => {
        const { submitter } = event;
        /* an old browser that could not press the same button again sends as it always did */
        if (reached || !submitter || !form.requestSubmit) {
          reached = false;
          return;
        }
        event.preventDefault();
        if (asking) return;
        asking = true;
        word.hidden = true;
        const given = new AbortController();
        const clock = setTimeout(() => given.abort(), WAIT_MS);
        try {
          await fetch(word.dataset.ask, { method: "HEAD", cache: "no-store", signal: given.signal });
          reached = true;
        } catch {
          word.hidden = false;
          word.scrollIntoView({ block: "center" });
        }
        clearTimeout(clock);
        asking = false;
        if (reached) form.requestSubmit(submitter);
      },
      true,
    );
  }
}
