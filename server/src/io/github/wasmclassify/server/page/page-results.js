const percent = new Intl.NumberFormat("en", { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 });
const milliseconds = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });

/** The list of pictures with what they show, the newest first. */
export class Results {
  #section = document.getElementById("results");
  #list = document.getElementById("cards");

  /** Adds a picture of which nothing is known yet. */
  add(file) {
    const card = new Card(file);
    this.#list.prepend(card.element);
    this.#section.hidden = false;
    return card;
  }

  clear() {
    this.#list.querySelectorAll(".thumbnail img").forEach(({ src }) => URL.revokeObjectURL(src));
    this.#list.replaceChildren();
    this.#section.hidden = true;
    document.getElementById("news").textContent = "The results are cleared";
  }
}

/** One picture. What it shows and what its file is called is text, whatever is in it. */
class Card {
  element = copyOf("card");
  #name;

  constructor(file) {
    this.#name = file.name;
    this.#set(".name", file.name);
    this.#showThumbnail(file);
  }

  /** @param total milliseconds from asking to the answer */
  show({ predictions, decodeMillis, resizeMillis, inferenceMillis, warm }, total) {
    const [best] = predictions;
    this.#end(best.label, `${best.label}, ${percent.format(best.score)}`);
    this.#find(".classes").replaceChildren(...predictions.map(classItem));
    const times = { decode: decodeMillis, resize: resizeMillis, [warm ? "inference" : "inference (first)"]: inferenceMillis, total };
    this.#find(".times").replaceChildren(...Object.entries(times).map(timeItem));
  }

  fail(message) {
    this.#end("Not classified", message);
    this.#set(".problem", message);
    this.#find(".problem").hidden = false;
  }

  #end(verdict, sentence) {
    this.element.setAttribute("aria-busy", "false");
    this.#set(".verdict", verdict);
    document.getElementById("news").textContent = `${this.#name}: ${sentence}`; // for screen readers
  }

  #showThumbnail(file) {
    const image = this.#find("img");
    image.addEventListener("error", () => {
      const { parentElement: place } = image;
      place.classList.add("none");
      place.textContent = "no preview"; // of kinds of pictures that browsers do not show
    });
    image.src = URL.createObjectURL(file);
  }

  #find(selector) {
    return this.element.querySelector(selector);
  }

  #set(selector, text) {
    this.#find(selector).textContent = text;
  }
}

function classItem({ label, score }) {
  const item = copyOf("class");
  item.querySelector(".label").textContent = label;
  item.querySelector(".percent").textContent = percent.format(score);
  item.querySelector(".bar").style.setProperty("--score", score);
  return item;
}

function timeItem([name, time]) {
  const item = document.createElement("div");
  item.append(textElement("dt", name), textElement("dd", `${milliseconds.format(time)} ms`));
  return item;
}

function textElement(name, textContent) {
  return Object.assign(document.createElement(name), { textContent });
}

function copyOf(template) {
  return document.getElementById(template).content.firstElementChild.cloneNode(true);
}
