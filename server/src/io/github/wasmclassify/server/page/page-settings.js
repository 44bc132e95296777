const KEY = "in-browser";

/** The choice of a model and of the place where it runs. The place is remembered. */
export class Settings {
  #models = new Map();
  #onChange;
  #model = document.getElementById("model");
  #here = document.getElementById("here");
  #where = document.getElementById("where");
  #loading = document.getElementById("loading");

  /** @param {(choice: { model: object, isInBrowser: boolean }) => void} onChange called for the first choice, too */
  constructor(onChange) {
    this.#onChange = onChange;
    this.#here.checked = localStorage.getItem(KEY) === "true";
    this.#model.addEventListener("change", () => this.#choose());
    this.#here.addEventListener("change", () => {
      localStorage.setItem(KEY, this.#here.checked);
      this.#choose();
    });
    this.#explain();
  }

  /** Offers models as the server lists them. */
  offer(models) {
    this.#models = new Map(models.map((model) => [model.name, model]));
    const text = ({ name, classes }) => `${name} (${classes} classes)`;
    this.#model.replaceChildren(...models.map((model) => new Option(text(model), model.name, model.default, model.default)));
    this.#choose();
  }

  /** Of loading the model, in bytes; the total can be unknown. */
  showProgress = ({ loaded, total }) => {
    this.#loading.hidden = false;
    if (total) {
      this.#loading.max = total;
      this.#loading.value = loaded;
    }
    this.#explain(`Loading the model: ${megabytes(loaded)}${total ? ` of ${megabytes(total)}` : ""} MB`);
  };

  hideProgress() {
    this.#loading.hidden = true;
    this.#loading.removeAttribute("value");
    this.#explain();
  }

  #choose() {
    this.hideProgress();
    const model = this.#models.get(this.#model.value);
    if (model) this.#onChange({ model, isInBrowser: this.#here.checked });
  }

  #explain(progress) {
    const inBrowser = "Pictures stay on this device. Once the model is loaded, no network is needed.";
    this.#where.textContent = progress ?? (this.#here.checked ? inBrowser : "Pictures are sent to the server.");
  }
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1);
}
