// @ts-check
/** The first account of a new hub. */

import { html, nothing } from "lit";
import { makeFirstUser } from "../../hub/login.js";
import { HubError, redeem } from "../../hub/tokens.js";
import { language, t } from "../../text/texts.js";
import { Part } from "../../ui/part.js";
import { Submission } from "../../ui/submission.js";

class FirstRun extends Part {
  submission = new Submission(this);

  firstUpdated() {
    document.title = `${t("start.first.title")} – Homekeep`;
  }

  #make = this.submission.submit(async ({ name, username, password, again }) => {
    if (password !== again) throw new HubError(t("start.first.not_the_same"));
    await redeem(await makeFirstUser({ name, username, password, language }));
    dispatchEvent(new Event("homekeep-begin"));
  });

  render() {
    const { error, busy } = this.submission;
    return html`
      <main class="start">
        <section class="card narrow">
          <h1>${t("start.first.title")}</h1>
          <p class="muted">${t("start.first.lead")}</p>
          <form @submit=${this.#make}>
            <label>${t("start.first.name")}<input name="name" autocomplete="name" required maxlength="100"></label>
            <label>${t("start.login.username")}
              <input name="username" autocomplete="username" autocapitalize="none" spellcheck="false" required maxlength="100"></label>
            <label>${t("start.login.password")}
              <input name="password" type="password" autocomplete="new-password" required minlength="8"></label>
            <label>${t("start.first.again")}<input name="again" type="password" autocomplete="new-password" required></label>
            ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
            <button type="submit" ?disabled=${busy}>${t("start.first.action")}</button>
          </form>
        </section>
      </main>`;
  }
}
customElements.define("hk-first-run", FirstRun);
