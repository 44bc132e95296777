"use strict";
// The controls hold what is shown; the address's fragment follows them, so that a view can be linked to:
// #label=lemon, #failed=true, #search=holiday, #order=surest, or several with & between them.
{
  const find = (id) => document.getElementById(id);
  const [bar, filter, controls, label, order, search, list] = ["bar", "filter", "controls", "label", "order", "search", "pictures"].map(find);
  const entries = Array.from(list.children);
  const shownWords = (entry) => Array.from(entry.querySelectorAll("h2, .path, .reason"), (part) => part.textContent);
  const searched = (entry) => [...shownWords(entry), entry.dataset.names ?? ""].join(" ");
  const texts = new Map(entries.map((entry) => [entry, searched(entry).toLowerCase()]));
  const failed = new URLSearchParams({ failed: "true" }).toString();

  // What the label control's value says about an entry.
  const valueOf = (entry) => ("label" in entry.dataset ? new URLSearchParams({ label: entry.dataset.label }).toString() : failed);

  const addOption = (text, value) => label.add(new Option(text, value));

  const fillLabels = () => {
    const counts = new Map();
    for (const entry of entries) {
      counts.set(valueOf(entry), (counts.get(valueOf(entry)) ?? 0) + 1);
    }
    addOption(`all (${entries.length})`, "");
    const byCount = Array.from(counts).sort(([value, count], [other, otherCount]) => otherCount - count || value.localeCompare(other));
    for (const [value, count] of byCount) {
      if (value !== failed) {
        addOption(`${new URLSearchParams(value).get("label")} (${count})`, value);
      }
    }
    if (counts.has(failed)) {
      addOption(`failed (${counts.get(failed)})`, failed);
    }
  };

  // Failed pictures have no score and come last.
  const arrange = () => {
    if (list.dataset.order === order.value) {
      return;
    }
    const score = (entry) => Number(entry.dataset.score ?? NaN);
    const sign = order.value === "surest" ? 1 : -1;
    const compare = (a, b) => isNaN(score(a)) - isNaN(score(b)) || sign * (score(b) - score(a)) || 0;
    const arranged = document.createDocumentFragment();
    for (const entry of order.value === "" ? entries : Array.from(entries).sort(compare)) {
      arranged.append(entry);
    }
    list.append(arranged);
    list.dataset.order = order.value;
  };

  const show = () => {
    const words = search.value.toLowerCase().split(/\s+/);
    let count = 0;
    for (const entry of entries) {
      const isMeant = (label.value === "" && label.selectedIndex >= 0) || valueOf(entry) === label.value;
      entry.hidden = !(isMeant && words.every((word) => texts.get(entry).includes(word)));
      count += entry.hidden ? 0 : 1;
    }
    arrange();
    find("shown").textContent = `${count} of ${entries.length} pictures`;
    find("nothing").hidden = count > 0;
  };

  const writeAddress = () => {
    const view = new URLSearchParams(label.value);
    for (const control of [search, order]) {
      if (control.value !== "") {
        view.set(control.id, control.value);
      }
    }
    history.replaceState(null, "", `#${view}`);
  };

  const readAddress = () => {
    const view = new URLSearchParams(location.hash.slice(1));
    search.value = view.get("search") ?? "";
    order.value = view.get("order") ?? "";
    order.selectedIndex = Math.max(0, order.selectedIndex);
    const wanted = view.get("label");
    label.value = wanted !== null ? new URLSearchParams({ label: wanted }).toString() : view.has("failed") ? failed : "";
    show();
  };

  const changed = () => {
    show();
    clearTimeout(changed.timer);
    changed.timer = setTimeout(writeAddress, 200); // browsers refuse too many in a row
  };

  controls.addEventListener("input", changed);
  controls.addEventListener("reset", () => setTimeout(changed));
  controls.addEventListener("submit", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const link = event.target.closest("a.label");
    if (link) {
      event.preventDefault(); // as the link would, but in the order and with the search that there are
      label.value = valueOf(link.closest(".entry"));
      changed();
      bar.scrollIntoView({ block: "nearest" });
    }
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "/" && !event.target.matches("input, select")) {
      event.preventDefault();
      filter.open = true;
      search.focus();
    }
  });
  window.addEventListener("hashchange", readAddress);

  // On a phone the controls would take half of the screen. As in style.css.
  const phone = window.matchMedia("(max-width: 40rem)");
  const fold = () => {
    filter.open = !phone.matches;
  };
  phone.addEventListener("change", fold);
  fold();

  find("head").append(find("summary"));
  find("foot").remove();
  fillLabels();
  bar.hidden = false;
  readAddress();
}
