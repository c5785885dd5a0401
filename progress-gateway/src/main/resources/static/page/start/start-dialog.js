/** The dialog that starts a scan. What the gateway refuses is said beside the field it speaks of. */
import { api } from "../../http/api.js";
import { element, say } from "../../words/format.js";
import { strings } from "../../words/strings.js";

/**
 * Opens the dialog; focus returns to where it was when it closes.
 * @param {{agent?: string, path?: string}} [before] what to fill in
 */
export async function openStartDialog(before = {}) {
  const words = strings.dialog;
  const agent = element("select", { id: "start-agent", "data-testid": "start-agent", required: true });
  const roots = element("datalist", { id: "start-roots" });
  const path = element("input", {
    id: "start-path", "data-testid": "start-path", list: "start-roots", required: true, autocomplete: "off", spellcheck: "false",
  });
  const label = element("input", { id: "start-label", autocomplete: "off" });
  const exclude = element("textarea", { id: "start-exclude", rows: "2", spellcheck: "false" });
  const problems = {
    agent: element("p", { class: "problem", role: "alert" }),
    path: element("p", { class: "problem", role: "alert" }),
    exclude: element("p", { class: "problem", role: "alert" }),
    other: element("p", { class: "problem", role: "alert" }),
  };
  const submit = element("button", { class: "primary", "data-testid": "start-submit" }, words.start);
  const form = element(
    "form",
    { method: "dialog" },
    element("h2", { id: "start-title" }, words.title),
    element("label", { for: "start-agent" }, words.agent), agent, problems.agent,
    element("label", { for: "start-path" }, words.path), path, roots, problems.path,
    element("label", { for: "start-label" }, words.label), label,
    element("label", { for: "start-exclude" }, words.exclude), exclude, problems.exclude,
    problems.other,
    element("div", { class: "actions" }, element("button", { type: "button", onclick: () => dialog.close() }, words.close), submit),
  );
  const dialog = element("dialog", { "aria-labelledby": "start-title" }, form);
  document.body.append(dialog);
  dialog.addEventListener("close", () => dialog.remove());
  dialog.showModal();

  let agents = [];
  function offerRoots() {
    const chosen = agents.find((a) => a.agent === agent.value);
    roots.replaceChildren(...(chosen?.roots ?? []).map((root) => element("option", { value: root })));
    if (chosen && !chosen.roots.some((root) => path.value.startsWith(root))) path.value = chosen.roots[0] ?? "";
  }
  agent.addEventListener("change", offerRoots);
  try {
    agents = await api.agents();
    agent.replaceChildren(
      ...agents.map((a) => element("option", { value: a.agent }, a.status === "alive" ? a.agent : words.silent(a.agent))),
    );
    if (agents.length === 0) say(problems.agent, words.noAgents);
    if (before.agent) agent.value = before.agent;
    if (before.path) path.value = before.path;
    offerRoots();
    path.focus();
  } catch (e) {
    say(problems.other, e.message);
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    Object.values(problems).forEach((p) => say(p, ""));
    submit.disabled = true;
    try {
      const scan = await api.start({
        targets: [{ agent: agent.value, path: path.value }],
        exclude: exclude.value.split("\n").map((line) => line.trim()).filter(Boolean),
        label: label.value.trim() || null,
      });
      dialog.close();
      location.hash = `#/scans/${scan.batch_id}`;
    } catch (e) {
      const field = String(e.field ?? "");
      const spot = field.endsWith("path") ? "path" : field.endsWith("agent") ? "agent" : field.startsWith("exclude") ? "exclude" : "other";
      say(problems[spot], e.message);
      ({ path, agent, exclude })[spot]?.focus();
    } finally {
      submit.disabled = false;
    }
  });
}
