const KEY = "token";
const [form, input, problem] = ["token-form", "token", "token-problem"].map((id) => document.getElementById(id));
/** Kept as long as the tab is open. */
let token = sessionStorage.getItem(KEY);

/** The headers by which the server knows those who may ask. */
export function authorization() {
  return token ? { Authorization: `Bearer ${token}` } : {};
}

/** The answer to what is asked; where the server wants a token, people are asked for it first. */
export async function withToken(ask) {
  for (;;) {
    try {
      return await ask();
    } catch (error) {
      if (error.status !== 401) throw error;
      problem.hidden = !token;
      await enterToken();
    }
  }
}

function enterToken() {
  return new Promise((resolve) => {
    form.hidden = false;
    input.focus();
    const take = (event) => {
      event.preventDefault();
      token = input.value.trim();
      sessionStorage.setItem(KEY, token);
      input.value = "";
      form.hidden = true;
      resolve();
    };
    form.addEventListener("submit", take, { once: true });
  });
}
