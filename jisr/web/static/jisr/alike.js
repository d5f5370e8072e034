/* While a sheet is keyed, what was said already is asked for when the typing pauses. Without this, a button asks. */
const QUIET_MS = 900;
const AGAIN_MS = 4000;
const LEAST = 8;

const part = document.querySelector("[data-alike]");
const area = part?.closest("form")?.querySelector("textarea[name=text]");
if (area) start(part, area);

function start(part, area) {
  const place = part.querySelector("[data-alike-found]");
  const form = area.form;
  let timer = 0;
  let asked = 0;
  let known = area.value.trim();

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(ask, wait);
  };

  /* The words go in the body, never in an address; and the verdicts chosen so far come back with the new list. */
  const body = () => {
    const data = new FormData();
    for (const [name, value] of new FormData(form)) {
      if (name === "text" || name === "csrfmiddlewaretoken" || name.startsWith("alike-")) data.append(name, value);
    }
    return data;
  };

  async function ask() {
    const words = area.value.trim();
    const again = place.querySelector("[data-alike-again]");
    if (form.dataset.sent || words.length < LEAST || (words === known && !again)) return;
    const mine = ++asked;
    known = words;
    try {
      const answer = await fetch(part.dataset.alike, { method: "POST", body: body(), redirect: "error" });
      if (mine !== asked || !answer.ok) return;
      show(await answer.text());
      if (place.querySelector("[data-alike-again]")) later(AGAIN_MS);
    } catch {
      known = "";
    }
  }

  /* Somebody who is choosing on the old list is not disturbed. */
  const show = (text) => {
    if (place.contains(document.activeElement)) return;
    const page = new DOMParser().parseFromString(text, "text/html");
    place.replaceChildren(...page.body.childNodes);
  };

  area.addEventListener("input", () => later(QUIET_MS));
  area.addEventListener("change", () => later(0));
  if (place.querySelector("[data-alike-again]")) later(AGAIN_MS);
}
