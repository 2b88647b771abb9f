// Names each choice that one searches in after its label: Select2 names it after what is chosen, so
// that an empty one has no name at all.

function nameAll() {
  for (const choice of document.querySelectorAll(".select2-selection[role=combobox]")) {
    const select = choice.closest(".select2-container")?.previousElementSibling;
    const label = select?.id && document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (!label) continue;
    label.id ||= `${select.id}_label`;
    const chosen = choice.querySelector(".select2-selection__rendered");
    choice.setAttribute("aria-labelledby", `${label.id} ${chosen?.id ?? ""}`.trim());
    chosen?.setAttribute("aria-labelledby", label.id);
  }
}

// Select2 makes its fields whenever it is ready, and more of them with each row that is added.
new MutationObserver(nameAll).observe(document.body, { childList: true, subtree: true });
nameAll();
