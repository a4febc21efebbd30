/* Back undoes one thing that the reader did: a change of page, or of a filter.

   Streamlit makes a step of history for each part of a change of page that the server decides on
   (the query, the path, the filters), one for each value that it corrects, and none for a filter.
   Without this script everything works, but for Back. */
(() => {
  if (window.trackerSteps) return;
  window.trackerSteps = true;
  const push = history.pushState.bind(history);
  const replace = history.replaceState.bind(history);
  let isReader = false; // whether the reader did something since the last Back
  let before = null; // the address of this page before the server changed its query

  const note = (is) => () => {
    isReader = is;
    before = null;
  };
  for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, note(true), true);
  addEventListener("popstate", note(false), true);

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
  history.replaceState = (state, title, url) => (isReader ? push : replace)(state, title, url);
})();
