// Follows the board's own links without loading the board again.
//
// Streamlit opens every link of a text or a table in a new tab and gives a chart no link at all.
// A link here is an ordinary address (it can be sent, or opened in another tab by hand); a plain
// click on one changes the address and tells the page so, as the browser's Back button does.
// Should that ever stop working, the link still opens, in a new tab.
"use strict";

(() => {
  const LINKS = ["stMain", "stSidebar"]
    .map((name) => `[data-testid="${name}"] a[target="_blank"]`)
    .join();
  const ours = (address) => typeof address === "string" && /^\/(?![/\\])/.test(address);

  // Plain pages of the server, not of Streamlit: they are loaded, in the same tab.
  const isPlain = (address) =>
    /^\/(ingresar|salir|primera-cuenta)$/.test(new URL(address, location).pathname);

  // The public board and the open data are not pages of the board: they open in a new tab.
  const isApart = (address) => /^\/(publico|api)(\/|$)/.test(new URL(address, location).pathname);

  // What narrows the lists goes along to an activity, so that they are as they were left.
  const NARROWING = ["estado", "texto"];
  const carrying = (address) => {
    const to = new URL(address, location);
    const now = new URLSearchParams(location.search);
    for (const name of to.pathname === "/actividad" ? NARROWING : []) {
      if (now.get(name) && !to.searchParams.has(name)) to.searchParams.set(name, now.get(name));
    }
    return to.href;
  };

  const follow = (address) => {
    if (isPlain(address)) return location.assign(address);
    const to = carrying(address);
    if (to === location.href) return; // pressed twice
    history.pushState(null, "", to);
    dispatchEvent(new PopStateEvent("popstate"));
    document.querySelector('[data-testid="stMain"]')?.scrollTo(0, 0);
  };

  addEventListener(
    "click",
    (event) => {
      const link = event.target.closest?.(LINKS);
      const asksForAnother =
        event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey;
      const address = link?.getAttribute("href");
      if (asksForAnother || !ours(address) || isApart(address)) return;
      event.preventDefault();
      event.stopPropagation();
      follow(address);
    },
    true,
  );

  // A mark of a chart says in its customdata where it leads.
  const chartOf = (event) => event.target.closest?.(".js-plotly-plot");
  const leadsTo = (event) => event.points?.map((point) => point.customdata).find(ours);
  const heard = new WeakSet();

  const hear = (event) => {
    const chart = chartOf(event);
    if (!chart?.on || heard.has(chart)) return;
    heard.add(chart);
    const point = (shape) =>
      chart.querySelectorAll(".nsewdrag").forEach((area) => (area.style.cursor = shape));
    chart.on("plotly_click", (click) => {
      const address = leadsTo(click);
      if (address) follow(address);
    });
    chart.on("plotly_hover", (hover) => leadsTo(hover) && point("pointer"));
    chart.on("plotly_unhover", () => point(""));
  };
  addEventListener("pointerover", hear, true);
  addEventListener("pointerdown", hear, true);
})();
