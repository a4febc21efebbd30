// The page is whole without this script, which filters the lines by search, mark and year.
'use strict';
(() => {
  const form = document.getElementById('find');
  if (!form) return;
  const data = JSON.parse(document.getElementById('data').textContent);
  const words = document.getElementById('q');
  const count = document.getElementById('shown');
  const lines = [...document.querySelectorAll('#lines .line')];
  const asked = new URLSearchParams(window.location.search);
  const [mark, year] = [asked.get('mark') || '', asked.get('deadline') || ''];
  const texts = data.map(([, , text]) => text.toLowerCase());

  function filter() {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    lines.forEach((line, place) => {
      const fits = (!mark || data[place][0] === mark) && (!year || data[place][1] === year)
        && wanted.every((part) => texts[place].includes(part));
      line.hidden = !fits;
      shown += fits;
    });
    count.textContent = shown === lines.length ? '' : shown + ' of ' + lines.length;
    document.getElementById('clear').hidden = shown === lines.length;
    const query = new URLSearchParams();
    if (words.value) query.set('q', words.value);
    if (mark) query.set('mark', mark);
    if (year) query.set('deadline', year);
    const text = query.toString();
    const address = window.location.pathname + (text ? '?' + text : '') + window.location.hash;
    try { window.history.replaceState(null, '', address); } catch { /* some browsers refuse it for local files */ }
  }

  words.value = asked.get('q') || '';
  const chosen = document.getElementById('bar-' + mark);
  if (chosen) chosen.setAttribute('aria-current', 'true');
  form.hidden = false;
  form.addEventListener('submit', (event) => event.preventDefault());
  form.addEventListener('input', filter);
  filter();
})();
