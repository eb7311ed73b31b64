"use strict";
// Adds to a page that is whole without it: a filter, themes, and stepping through a trace.
(() => {
  const byId = id => document.getElementById(id);
  const make = (name, props, ...children) => {
    const element = Object.assign(document.createElement(name), props);
    element.append(...children);
    return element;
  };
  const traces = [...document.querySelectorAll("details.trace")];
  const rows = [...document.querySelectorAll("tr.row")];

  // The place that the fragment names: "#trace=NAME&step=4".
  const named = () => {
    const parts = new URLSearchParams(location.hash.slice(1));
    return { trace: byId("trace=" + parts.get("trace")), step: Number(parts.get("step") || 0) };
  };
  const steps = trace => [...trace.querySelectorAll("tbody tr")];
  const current = trace => steps(trace).findIndex(row => row.hasAttribute("aria-current")) + 1;

  // Controls and a panel for the action's text, made when a trace is opened first.
  const equip = trace => {
    if (trace.querySelector(".steps")) return;
    const button = (text, title, move) =>
      make("button", { type: "button", textContent: text, title, onclick: () => go(trace, move(current(trace))) });
    const bar = make("div", { className: "steps" },
      button("|<", "First step (Home)", () => 1),
      button("<", "Step back (k or Up)", at => at - 1),
      button(">", "Step on (j or Down)", at => at + 1),
      button(">|", "Last step (End)", () => Infinity),
      make("span", { className: "at" }));
    bar.setAttribute("role", "group");
    bar.setAttribute("aria-label", "Steps");
    const panel = make("div", { className: "panel" });
    panel.setAttribute("aria-live", "polite");
    trace.querySelector(".wide").after(make("div", { className: "dock" }, bar, panel));
  };

  const go = (trace, wanted, scroll = true) => {
    equip(trace);
    trace.open = true;
    const all = steps(trace);
    const at = Math.min(Math.max(wanted, 1), all.length);
    all.forEach(row => row.removeAttribute("aria-current"));
    trace.querySelector(".at").textContent = all.length ? `step ${at} of ${all.length}` : "no step";
    if (!all.length) return;
    const row = all[at - 1];
    row.setAttribute("aria-current", "step");
    history.replaceState(null, "", "#" + row.id);
    const action = row.querySelector("td.a a");
    const definition = action && byId(decodeURIComponent(action.hash.slice(1)));
    trace.querySelector(".panel").replaceChildren(
      make("b", { textContent: action ? action.textContent : "" }), " ",
      ...(definition ? [...definition.cloneNode(true).childNodes] : []));
    if (scroll) row.scrollIntoView({ block: "center" });
  };

  const follow = () => {
    const { trace, step } = named();
    if (!trace) return;
    go(trace, step || 1, false);
    (step ? steps(trace)[Math.min(step, steps(trace).length) - 1] || trace : trace).scrollIntoView({ block: "center" });
  };

  const input = make("input", { type: "search", placeholder: "Filter (/)" });
  input.setAttribute("aria-label", "Filter models and traces");
  const count = make("span", { className: "count" });
  count.setAttribute("aria-live", "polite");
  const texts = new Map();
  const text = element => texts.get(element) || texts.set(element, (element.id + " " + element.textContent).toLowerCase()).get(element);
  const filter = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    const keep = element => words.every(word => text(element).includes(word));
    for (const element of [...rows, ...traces]) element.hidden = words.length > 0 && !keep(element);
    for (const group of document.querySelectorAll("details.protocol")) {
      const own = [...group.querySelectorAll("tr.row")];
      group.hidden = words.length > 0 && own.every(row => row.hidden);
      group.open = words.length > 0 && !group.hidden;
    }
    const shown = traces.filter(trace => !trace.hidden).length;
    count.textContent = words.length ? `${shown} of ${traces.length} traces` : "";
  };
  input.addEventListener("input", filter);

  const theme = make("button", { type: "button", textContent: "Theme", title: "Light or dark (t)" });
  theme.onclick = () => {
    const dark = matchMedia("(prefers-color-scheme: dark)").matches;
    const now = document.documentElement.dataset.theme || (dark ? "dark" : "light");
    document.documentElement.dataset.theme = now === "dark" ? "light" : "dark";
  };
  byId("tools").append(input, count, theme);

  traces.forEach(trace => trace.addEventListener("toggle", () => { if (trace.open) equip(trace); }));
  document.addEventListener("click", event => {
    const link = event.target.closest("table.lanes tbody th a");
    if (link) {
      event.preventDefault();
      const row = link.closest("tr");
      go(row.closest("details"), steps(row.closest("details")).indexOf(row) + 1, false);
    }
  });
  // The trace that the keys move in: the one with the focus, else the one that is named, else open.
  const active = () => document.activeElement.closest("details.trace") || named().trace || traces.find(trace => trace.open);
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target === input) {
      if (event.key === "Escape") { input.value = ""; filter(); input.blur(); }
      return;
    }
    if (event.key === "/") { event.preventDefault(); input.focus(); return; }
    if (event.key === "t") { theme.click(); return; }
    const trace = active();
    const moves = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1, Home: -Infinity, End: Infinity };
    if (!trace || !trace.open || !(event.key in moves)) return;
    event.preventDefault();
    go(trace, current(trace) + moves[event.key]);
  });
  addEventListener("hashchange", follow);
  follow();
})();
