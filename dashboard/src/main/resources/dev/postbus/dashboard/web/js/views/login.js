// Asks for the token that the dashboard was started with.
import { login as send } from "../api.js";
import { h } from "../dom.js";
import { mark } from "../icons.js";
import { field } from "../parts.js";

export function login(app) {
  const token = h("input", { type: "password", name: "token", autocomplete: "current-password", required: true, "aria-describedby": "wrong" });
  const name = h("input", { type: "text", name: "name", autocomplete: "username", maxlength: 60 });
  const wrong = h("p", { class: "wrong bad", id: "wrong", role: "alert", "aria-live": "assertive" });
  const enter = h("button", { class: "button primary", type: "submit" }, "Log in");
  const form = h("form", { class: "card login", novalidate: true },
    h("div", { class: "login-mark" }, mark()), h("h1", null, "Postbus"),
    h("p", { class: "muted" }, "This dashboard asks for the token it was started with."),
    field("Token", token), field("Your name, for the audit list (optional)", name), wrong, enter);
  form.onsubmit = async (event) => {
    event.preventDefault();
    wrong.textContent = "";
    token.removeAttribute("aria-invalid");
    enter.disabled = true;
    try {
      await send(token.value.trim(), name.value.trim());
    } catch (problem) {
      wrong.textContent = problem.message;
      token.setAttribute("aria-invalid", "true");
      token.select();
    } finally {
      enter.disabled = false;
    }
  };
  app.replaceChildren(h("main", { id: "main", class: "login-page", tabindex: "-1" }, form));
  token.focus();
}
