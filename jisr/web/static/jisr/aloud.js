/* Reading aloud, only with a voice that lives on the device: the others send the text away. */
const words = document.body.dataset;

function voiceFor(language) {
  const ours = speechSynthesis.getVoices().filter((voice) => voice.localService);
  const starts = (code) => ours.find((voice) => voice.lang.toLowerCase().replace("_", "-").startsWith(code));
  return starts(`${language}-ma`) ?? starts(language);
}

function textOf(part) {
  const copy = part.cloneNode(true);
  copy.querySelectorAll("[aria-hidden='true'], [hidden], .no-read, button").forEach((one) => one.remove());
  return [...copy.querySelectorAll("h1,h2,h3,p,li,dt,dd,td,th")].map((one) => one.textContent.trim()).filter(Boolean).join(". ")
    || copy.textContent.trim();
}

function speak(button, part, voice) {
  const speech = new SpeechSynthesisUtterance(textOf(part));
  speech.voice = voice;
  speech.lang = voice.lang;
  speech.rate = 0.9;
  speech.onend = speech.onerror = () => show(button, false);
  speechSynthesis.cancel();
  speechSynthesis.speak(speech);
  show(button, true);
}

function show(button, reading) {
  button.setAttribute("aria-pressed", String(reading));
  button.textContent = reading ? words.wordStop : words.wordAloud;
}

export function readAloud() {
  const buttons = [...document.querySelectorAll("[data-aloud]")];
  if (!buttons.length || !("speechSynthesis" in window)) return;
  for (const button of buttons) {
    button.addEventListener("click", () => {
      const part = document.getElementById(button.dataset.aloud);
      const voice = voiceFor(part.lang || document.documentElement.lang);
      if (speechSynthesis.speaking) {
        speechSynthesis.cancel();
        show(button, false);
      } else if (voice) speak(button, part, voice);
    });
  }
  const reveal = () => {
    for (const button of buttons) {
      const part = document.getElementById(button.dataset.aloud);
      button.hidden = !part || !voiceFor(part.lang || document.documentElement.lang);
      if (!button.hidden) show(button, false);
    }
  };
  reveal();
  speechSynthesis.addEventListener("voiceschanged", reveal);
  addEventListener("pagehide", () => speechSynthesis.cancel());
}
