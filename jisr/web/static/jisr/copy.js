/* A button that copies what stands in a field; without a clipboard the field is selected, to be copied by hand. */
for (const button of document.querySelectorAll("[data-copy]")) {
  const field = document.getElementById(button.dataset.copy);
  button.hidden = false;
  button.addEventListener("click", async () => {
    field.select();
    try {
      await navigator.clipboard.writeText(field.value);
      button.textContent = field.dataset.copied;
    } catch {
      field.focus();
    }
  });
}
