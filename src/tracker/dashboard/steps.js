/* Links and forms of the pages lead on without loading the page anew, Back undoes one thing that the
   reader did, and a few keys move through the lines. Without this script everything works, but slower.

   Streamlit runs the page that the address names when the browser goes back or forward; a link of ours
   is a step of history and the same event. */
(() => {
  if (window.trackerSteps) return;
  window.trackerSteps = true;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  const main = () => document.querySelector('[data-testid="stMain"]');
  let before = null; // the address of this page before the server changed its query
  let wanted = null; // what has the focus, or where the list was scrolled to, once the page is drawn

  // A page that the server changes to is one step of history: Streamlit makes two.
  history.pushState = (state, title, url) => {
    if (new URL(url, location.href).pathname === location.pathname) {
      before ??= location.href;
      replace(state, title, url);
      return;
    }
    if (before) replace(state, title, before);
    before = null;
    push(state, title, url);
  };
  const noteScroll = () => replace({ ...history.state, top: main()?.scrollTop ?? 0 }, "");

  const go = (href, focus) => {
    const url = new URL(href, location.href);
    if (url.href === location.href) return;
    noteScroll();
    const isSamePage = url.pathname === location.pathname && !url.searchParams.has("id");
    push({ top: 0 }, "", url.href);
    wanted = { focus, top: isSamePage ? null : 0, until: Date.now() + 4000 };
    dispatchEvent(new PopStateEvent("popstate", { state: { isOurs: true } }));
    restore();
  };

  // The lines are drawn some time after the step; until then there is nothing to scroll to.
  const restore = () => {
    if (!wanted) return;
    const scroller = main();
    const { focus, top, until } = wanted;
    const target = focus && document.getElementById(focus);
    if (target && document.activeElement !== target) target.focus({ preventScroll: true });
    if (top !== null && scroller) scroller.scrollTop = top;
    const isThere = top === null || (scroller && Math.abs(scroller.scrollTop - top) < 2);
    if (Date.now() > until || (isThere && (!focus || target) && Date.now() > until - 3200)) {
      wanted = null;
      return;
    }
    requestAnimationFrame(restore);
  };
  for (const kind of ["wheel", "touchmove", "pointerdown", "keydown"]) {
    addEventListener(kind, () => (wanted = null), { capture: true, passive: true });
  }

  addEventListener(
    "popstate",
    (event) => {
      before = null;
      if (event.state?.isOurs) return;
      wanted = { focus: null, top: event.state?.top ?? 0, until: Date.now() + 4000 };
      restore();
    },
    true,
  );

  addEventListener("click", (event) => {
    if (event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey) return;
    const link = event.target.closest?.("a[href^='./']");
    if (!link) {
      closeMenus(event.target);
      return;
    }
    event.preventDefault();
    closeMenus(null);
    go(link.getAttribute("href"), link.closest(".menu")?.querySelector("summary")?.id || link.id);
  });

  addEventListener("submit", (event) => {
    const form = event.target.closest("form[action^='./']");
    if (!form) return;
    event.preventDefault();
    const query = new URLSearchParams(new FormData(form));
    const today = form.querySelector("[data-today]")?.dataset.today;
    for (const [key, value] of [...query]) if (!value || (key === "as_of" && value === today)) query.delete(key);
    const text = query.toString();
    go(form.getAttribute("action") + (text ? `?${text}` : ""), document.activeElement?.id);
  });
  // A day that is chosen in the calendar counts at once; one that is typed counts on Enter.
  addEventListener("change", (event) => {
    if (event.target.matches?.("form[action^='./'] input[type=date]") && isPicked) event.target.form.requestSubmit();
  });
  let isPicked = false;
  addEventListener("keydown", (event) => (isPicked = false), true);
  addEventListener("pointerdown", (event) => (isPicked = true), true);

  const closeMenus = (inside) => {
    for (const menu of document.querySelectorAll("details.menu[open]")) {
      if (!inside || !menu.contains(inside)) menu.open = false;
    }
  };
  addEventListener("toggle", (event) => {
    if (event.target.matches?.("details.menu[open]")) {
      for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== event.target) menu.open = false;
      const list = event.target.querySelector("ul.values");
      const over = list.getBoundingClientRect().right + 8 - document.documentElement.clientWidth;
      if (over > 0 && getComputedStyle(event.target).position !== "static") list.style.left = `${-over}px`;
    }
  }, true);

  addEventListener("keydown", (event) => {
    if (event.key === "Escape") {
      const menu = document.querySelector("details.menu[open]");
      closeMenus(null);
      menu?.querySelector("summary").focus();
      return;
    }
    const isTyping = event.target.closest?.("input, textarea, select, [contenteditable], [role=grid]");
    if (isTyping || event.metaKey || event.ctrlKey || event.altKey) return;
    if (event.key === "/") {
      const field = document.getElementById("search");
      if (field) event.preventDefault();
      field?.focus();
    } else if (event.key === "j" || event.key === "k") {
      const lines = [...document.querySelectorAll(".lines .line-link")];
      if (!lines.length) return;
      const at = lines.indexOf(document.activeElement) + (event.key === "j" ? 1 : -1);
      lines[Math.min(Math.max(at, 0), lines.length - 1)].focus();
    }
  });
})();
