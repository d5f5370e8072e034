/* The browser's part of every page. Without it each form still works; with it work is kept as it is typed. */
import { keepDrafts } from "./draft.js";
import { readAloud } from "./aloud.js";
import { holdForms } from "./hold.js";

/* A page that comes back from the browser's memory may show what has changed since: ask for it again. */
addEventListener("pageshow", (event) => {
  if (event.persisted && document.body.hasAttribute("data-signed-in")) location.reload();
});

/* One click is one act; the key in the form guards the rest. The button wakes up if nothing happened; where a form
   gives a file the page stays, and another may be asked for. */
addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.sent || event.defaultPrevented) {
    event.preventDefault();
    return;
  }
  if (form.method !== "post") return;
  form.dataset.sent = "1";
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => wake(form), "givesFile" in form.dataset ? 1000 : 15000);
});
addEventListener("pageshow", () => document.forms && [...document.forms].forEach(wake));

function wake(form) {
  delete form.dataset.sent;
  form.querySelectorAll("[aria-disabled]").forEach((button) => button.removeAttribute("aria-disabled"));
}

/* What went wrong is read first. */
document.querySelector("[data-focus]")?.focus();

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => print());
}

/* A menu closes with Escape, and when one goes elsewhere. */
for (const menu of document.querySelectorAll("details.account")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

/* Two places for the same answer, one of them shown: data-when="name=value" hides a part until it applies. */
for (const part of document.querySelectorAll("[data-when]")) {
  const [name, value] = part.dataset.when.split("=");
  const form = part.closest("form");
  const follow = () => {
    const chosen = [...form.querySelectorAll(`[name="${CSS.escape(name)}"]`)].filter(
      (input) => !["radio", "checkbox"].includes(input.type) || input.checked,
    );
    part.hidden = !chosen.some((input) => value.split("|").includes(input.value));
  };
  form.addEventListener("change", follow);
  follow();
}

keepDrafts();
holdForms();
readAloud();
