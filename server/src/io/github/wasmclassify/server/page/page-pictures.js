/**
 * Takes pictures that are chosen, dropped or pasted, and samples.
 *
 * @param {(files: File[]) => void} take
 */
export function takePictures(take) {
  const some = (files) => files.length > 0 && take([...files]);
  takeChosen(some);
  takeDropped(some);
  document.addEventListener("paste", ({ clipboardData }) => some(clipboardData.files));
  takeSamples(some);
}

function takeChosen(take) {
  const input = document.getElementById("files");
  input.addEventListener("change", () => {
    take(input.files);
    input.value = ""; // so that the same file can be chosen again
  });
}

/** Anywhere on the page: beside the marked place, the browser would open the file and leave the page. */
function takeDropped(take) {
  const { classList } = document.documentElement;
  document.addEventListener("dragover", (event) => {
    event.preventDefault();
    classList.add("dragging");
  });
  document.addEventListener("dragleave", ({ relatedTarget }) => relatedTarget || classList.remove("dragging"));
  document.addEventListener("drop", (event) => {
    event.preventDefault();
    classList.remove("dragging");
    take(event.dataTransfer.files);
  });
}

function takeSamples(take) {
  for (const button of document.querySelectorAll("#samples button")) {
    const { src, alt } = button.querySelector("img");
    button.addEventListener("click", async () => take([new File([await (await fetch(src)).blob()], alt)]));
  }
}
