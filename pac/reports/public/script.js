"use strict";
// What the page says it says without this script: it searches the list, turns the slides and
// changes the theme. Where the reader is, is in the fragment of the address, so that Back works.
document.documentElement.classList.add("js");
document.addEventListener("DOMContentLoaded", () => {
  const root = document.documentElement;
  const one = (selector, within = document) => within.querySelector(selector);
  const every = (selector, within = document) => [...within.querySelectorAll(selector)];

  // Theme: the reader's own, until the switch says another
  const button = one("#tema");
  const system = matchMedia("(prefers-color-scheme: dark)");
  const kept = () => { try { return localStorage.getItem("tema"); } catch { return null; } };
  const isDark = () => (root.dataset.theme ? root.dataset.theme === "dark" : system.matches);
  const dress = () => {
    button.setAttribute("aria-pressed", String(isDark()));
  };
  if (kept() === "dark" || kept() === "light") root.dataset.theme = kept();
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    try { localStorage.setItem("tema", root.dataset.theme); } catch { /* nowhere to keep it */ }
    dress();
  });
  system.addEventListener("change", dress);
  dress();

  // The list, narrowed by what the fragment or the form says
  const fields = {
    texto: one("#f-texto"),
    componente: one("#f-componente"),
    dependencia: one("#f-dependencia"),
    estado: one("#f-estado"),
  };
  const plain = (text) =>
    text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").toLowerCase().replace(/\s+/g, " ").trim();
  const groups = every(".component").map((group) => ({
    element: group,
    number: group.dataset.component,
    activities: every(".activity", group).map((element) => ({
      element,
      lead: element.dataset.lead,
      states: element.dataset.states.split(" "),
      text: null,
    })),
  }));
  const narrow = () => {
    const words = plain(fields.texto.value).split(" ").filter(Boolean);
    let shown = 0;
    for (const group of groups) {
      let inside = 0;
      for (const it of group.activities) {
        if (words.length && it.text === null) it.text = plain(it.element.textContent);
        const fits =
          (!fields.componente.value || fields.componente.value === group.number) &&
          (!fields.dependencia.value || fields.dependencia.value === it.lead) &&
          (!fields.estado.value || it.states.includes(fields.estado.value)) &&
          words.every((word) => it.text.includes(word));
        it.element.hidden = !fits;
        inside += fits;
      }
      group.element.hidden = !inside;
      shown += inside;
    }
    const count = one("#cuenta");
    count.textContent = `${shown.toLocaleString("es-CO")} de ${count.dataset.of}`;
    one("#ninguna").hidden = shown > 0;
  };
  const query = () => {
    const said = Object.entries(fields).filter(([, field]) => field.value);
    return said.map(([name, field]) => `${name}=${encodeURIComponent(field.value)}`).join("&");
  };
  const typed = () => {
    narrow();
    const asked = query();
    history.replaceState(history.state, "", asked ? `#actividades?${asked}` : "#actividades");
  };
  const fill = (asked) => {
    const said = new URLSearchParams(asked);
    for (const [name, field] of Object.entries(fields)) {
      field.value = said.get(name) ?? "";
      if (field.value !== (said.get(name) ?? "")) field.value = "";
    }
    narrow();
  };
  for (const field of Object.values(fields)) field.addEventListener("input", typed);
  one(".filters").addEventListener("submit", (event) => event.preventDefault());
  one(".filters").addEventListener("reset", (event) => {
    event.preventDefault();
    for (const field of Object.values(fields)) field.value = "";
    typed();
  });
  for (const link of every("a[data-narrows]")) {
    link.href = link.dataset.narrows ? `#actividades?${link.dataset.narrows}` : "#actividades";
  }

  // The slides
  const board = one("#tablero");
  const stage = one("#presentacion");
  const slides = every(".slide");
  const back = one("#volver");
  const title = document.title;
  let current = 0; // the slide on screen, or the last one that was; 0 before the first
  let scrolled = 0;
  const presenting = () => !stage.hidden;
  const go = (number) => {
    const to = Math.min(Math.max(number, 1), slides.length);
    if (to !== current) location.hash = `#p${to}`;
  };
  const fit = () => {
    if (!presenting()) return;
    const slide = slides[current - 1];
    stage.style.setProperty("--fit", "1");
    if (innerWidth < 600) return;
    for (let size = 1; size > 0.57 && slide.scrollHeight > slide.clientHeight; size -= 0.04) {
      stage.style.setProperty("--fit", String(size));
    }
  };
  const show = (number) => {
    if (!presenting()) scrolled = scrollY;
    current = Math.min(Math.max(number, 1), slides.length);
    stage.hidden = false;
    board.hidden = true;
    root.classList.add("presenting");
    slides.forEach((slide, place) => { slide.hidden = place !== current - 1; });
    const slide = slides[current - 1];
    const place = `${current} de ${slides.length}`;
    one("#pagina").textContent = place;
    one("#anterior").disabled = current === 1;
    one("#siguiente").disabled = current === slides.length;
    one("#salir").href = `#${slide.dataset.section}`;
    document.title = `${place} · ${title}`;
    slide.scrollTop = 0;
    fit();
    one("h1", slide).focus({ preventScroll: true });
  };
  const leave = () => {
    if (!presenting()) return;
    stage.hidden = true;
    board.hidden = false;
    root.classList.remove("presenting");
    document.title = title;
    back.hidden = false;
    one("a", back).href = `#p${current}`;
    if (document.fullscreenElement) document.exitFullscreen();
  };
  const full = () => {
    if (document.fullscreenElement) document.exitFullscreen();
    else root.requestFullscreen?.().catch(() => {});
  };
  one("#anterior").addEventListener("click", () => go(current - 1));
  one("#siguiente").addEventListener("click", () => go(current + 1));
  one("#pantalla").addEventListener("click", full);
  one("#pantalla").hidden = !document.fullscreenEnabled;
  document.addEventListener("keydown", (event) => {
    if (!presenting() || event.altKey || event.ctrlKey || event.metaKey) return;
    const pressed = event.target.closest?.("a, button, [tabindex='0']");
    if (event.key === " " && pressed) return; // it presses what has the focus
    const turns = {
      ArrowRight: () => go(current + 1),
      PageDown: () => go(current + 1),
      " ": () => go(current + (event.shiftKey ? -1 : 1)),
      ArrowLeft: () => go(current - 1),
      PageUp: () => go(current - 1),
      Home: () => go(1),
      End: () => go(slides.length),
      Escape: () => { location.hash = one("#salir").hash; },
      f: full,
      F: full,
    };
    if (!(event.key in turns)) return;
    event.preventDefault();
    turns[event.key]();
  });
  let touched = null;
  stage.addEventListener("touchstart", (event) => {
    const { clientX: x, clientY: y } = event.touches[0];
    touched = event.touches.length === 1 ? { x, y } : null;
  }, { passive: true });
  stage.addEventListener("touchend", (event) => {
    if (!touched) return;
    const { clientX: x, clientY: y } = event.changedTouches[0];
    const [across, down] = [x - touched.x, y - touched.y];
    if (Math.abs(across) > 60 && Math.abs(across) > 2 * Math.abs(down)) go(current - Math.sign(across));
    touched = null;
  });
  addEventListener("resize", fit);

  // Where the fragment says that the reader is; what somebody cut when sending it is as it came
  const named = (fragment) => {
    try { return decodeURIComponent(fragment); } catch { return fragment; }
  };
  const route = () => {
    const hash = location.hash;
    const slide = /^#p(\d+)$/.exec(hash);
    if (hash === "#presentar" || slide) {
      show(slide ? Number(slide[1]) : 1);
      return;
    }
    const was = presenting();
    leave();
    if (hash.startsWith("#actividades?")) {
      fill(hash.slice("#actividades?".length));
      one("#actividades").scrollIntoView();
      if (was) one("#t-actividades").focus({ preventScroll: true });
      return;
    }
    const target = hash.length > 1 ? document.getElementById(named(hash.slice(1))) : null;
    if (!target) {
      if (was) scrollTo(0, scrolled);
      return;
    }
    if (target.matches(".activity")) {
      if (target.hidden) fill("");
      target.open = true;
      one("summary", target).focus({ preventScroll: true });
    }
    target.scrollIntoView();
  };
  addEventListener("hashchange", route);
  route();

  // Paper gets the tables that the screen folds away
  const opened = new Set();
  addEventListener("beforeprint", () => {
    for (const fold of every("details.paper:not([open])")) {
      fold.open = true;
      opened.add(fold);
    }
  });
  addEventListener("afterprint", () => {
    for (const fold of opened) fold.open = false;
    opened.clear();
  });
});
