// Without this script the page is still readable; it draws the charts and searches the table.
'use strict';
(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const dark = window.matchMedia('(prefers-color-scheme: dark)');

  async function draw() {
    const config = data.config[dark.matches ? 'dark' : 'light'];
    for (const [name, spec] of Object.entries(data.charts)) {
      const box = document.getElementById('chart-' + name);
      const drawn = await window.vegaEmbed(box, spec, {
        config,
        renderer: 'svg',
        ast: true, // the page's policy forbids code made from text
        actions: { export: { svg: true, png: true }, source: false, compiled: false, editor: false },
        downloadFileName: name,
        tooltip: { theme: dark.matches ? 'dark' : 'light' },
      });
      drawn.view.addEventListener('click', (_event, item) => {
        const id = item && item.datum && item.datum.id;
        if (id && document.getElementById('record-' + id)) window.location.hash = 'record-' + id;
      });
      const menu = box.querySelector('summary');
      if (menu) menu.setAttribute('aria-label', 'Save the chart ' + name + ' as SVG or PNG');
      box.dataset.drawn = dark.matches ? 'dark' : 'light';
    }
  }

  const find = document.getElementById('find');
  const words = document.getElementById('q');
  const state = document.getElementById('state');
  const shownCount = document.getElementById('shown');
  const rows = [...document.querySelectorAll('#table tbody tr')];

  function search() {
    const wanted = words.value.normalize().toLowerCase().split(/\s+/).filter(Boolean);
    const states = state.value.split(' ').filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const [word, text] = data.index[index];
      const fits = wanted.every((part) => text.includes(part))
        && (!states.length || states.includes(word));
      row.hidden = !fits;
      shown += fits;
    });
    shownCount.textContent = shown + ' of ' + rows.length;
    const query = new URLSearchParams();
    if (words.value) query.set('q', words.value);
    if (state.value) query.set('state', state.value);
    const text = query.toString();
    const address = window.location.pathname + (text ? '?' + text : '') + window.location.hash;
    try { window.history.replaceState(null, '', address); } catch { /* some browsers refuse it for local files */ }
  }

  if (find) {
    const asked = new URLSearchParams(window.location.search);
    words.value = asked.get('q') || '';
    state.value = asked.get('state') || '';
    if (state.selectedIndex < 0) state.value = '';
    find.hidden = false;
    find.addEventListener('submit', (event) => event.preventDefault());
    find.addEventListener('input', search);
    search();
  }
  // The charts push the target of the address down, so scroll to it again once they are drawn.
  let moved = false;
  for (const kind of ['wheel', 'touchmove', 'keydown', 'pointerdown']) {
    window.addEventListener(kind, () => { moved = true; }, { once: true, passive: true });
  }
  dark.addEventListener('change', draw);
  draw().then(() => {
    const target = document.querySelector(':target');
    if (target && !moved) target.scrollIntoView();
  });
})();
