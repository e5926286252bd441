// Adds to the page what needs a script: sorting, filtering, the details of bars, and the arrow keys in the timeline.
(() => {
  'use strict';
  const byId = id => document.getElementById(id);
  const table = byId('table');
  if (!table) {
    return;
  }

  // Table: sorting
  const body = table.tBodies[0];
  const rows = Array.from(body.rows);
  const headers = Array.from(table.tHead.rows[0].cells);
  const words = byId('words');
  const state = byId('state');
  const states = Array.from(state.options, option => option.text);
  const collator = new Intl.Collator('en', { numeric: true });
  const textKey = text => text || null;
  const timeKey = text => {
    const parts = text.split(' ');
    const time = Date.parse(`${parts[0]}T${parts[1]}${parts[2] || 'Z'}`);
    return Number.isNaN(time) ? null : time;
  };
  const durationKey = text => {
    const match = /^(?:(\d+)d )?(\d+):(\d+):(\d+)$/.exec(text);
    return match ? ((match[1] || 0) * 24 + +match[2]) * 3600 + match[3] * 60 + +match[4] : null;
  };
  const keys = [text => states.indexOf(text), textKey, textKey, textKey, timeKey, durationKey, textKey];
  const compare = (a, b) => typeof a === 'number' ? a - b : collator.compare(a, b);

  // Rows without a value are always last.
  const sort = (column, descending) => {
    const sorted = rows.map((row, index) => ({ row, index, key: keys[column](row.cells[column].textContent) }));
    sorted.sort((a, b) => {
      if (a.key === null || b.key === null) {
        return (a.key === null) - (b.key === null) || a.index - b.index;
      }
      return (descending ? compare(b.key, a.key) : compare(a.key, b.key)) || a.index - b.index;
    });
    body.append(...sorted.map(item => item.row));
    headers.forEach((header, index) => {
      if (index === column) {
        header.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
      } else {
        header.removeAttribute('aria-sort');
      }
    });
  };

  headers.forEach((header, column) => {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = header.textContent;
    button.addEventListener('click', () => sort(column, header.getAttribute('aria-sort') === 'ascending'));
    header.textContent = '';
    header.append(button);
  });
  sort(4, true);

  // Table: filtering
  const texts = rows.map(row => Array.from(row.cells, cell => cell.textContent).join(' ').toLowerCase());
  const filter = () => {
    const wanted = words.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, index) => {
      const matches = (!state.value || row.cells[0].textContent === state.value) && wanted.every(word => texts[index].includes(word));
      row.hidden = !matches;
      shown += matches;
    });
    byId('shown').textContent = shown === rows.length ? `${shown} runs` : `${shown} of ${rows.length} runs`;
  };
  words.addEventListener('input', filter);
  state.addEventListener('input', filter);
  byId('filter').hidden = false;
  filter();

  // Timeline
  const lanes = document.querySelector('.lanes');
  if (!lanes) {
    return;
  }

  const bars = Array.from(lanes.querySelectorAll('svg'), lane => Array.from(lane.querySelectorAll('a')));
  bars.forEach(lane => lane.forEach((bar, index) => bar.setAttribute('tabindex', index === lane.length - 1 ? '0' : '-1')));
  byId('keys').hidden = false;
  const rowOf = bar => byId(bar.getAttribute('href').slice(1));

  const moves = { ArrowLeft: -1, ArrowRight: 1, Home: -Infinity, End: Infinity };
  lanes.addEventListener('keydown', event => {
    const bar = event.target.closest('a');
    const lane = bar && bars.find(items => items.includes(bar));
    if (lane && event.key in moves) {
      const next = lane[Math.max(0, Math.min(lane.length - 1, lane.indexOf(bar) + moves[event.key]))];
      bar.setAttribute('tabindex', '-1');
      next.setAttribute('tabindex', '0');
      next.focus();
      event.preventDefault();
    }
  });

  // The filter could hide the row that a bar links to.
  lanes.addEventListener('click', event => {
    const bar = event.target.closest('a');
    if (bar && rowOf(bar).hidden) {
      words.value = state.value = '';
      filter();
    }
  });

  // Details of a bar
  const tip = document.createElement('div');
  tip.id = 'tip';
  tip.hidden = true;
  tip.setAttribute('aria-hidden', 'true');
  document.body.append(tip);
  let waiting = 0;
  const hide = () => {
    clearTimeout(waiting);
    tip.hidden = true;
  };
  const hideSoon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(hide, 200);
  };
  const show = bar => {
    clearTimeout(waiting);

    // The browser would show the title as well.
    const title = bar.querySelector('title');
    if (title) {
      bar.setAttribute('aria-label', title.textContent);
      title.remove();
    }

    const cells = rowOf(bar).cells;
    const name = document.createElement('strong');
    name.textContent = cells[1].textContent;
    tip.replaceChildren(name, bar.getAttribute('aria-label'));
    if (cells[6].textContent) {
      const message = document.createElement('p');
      message.textContent = cells[6].textContent;
      tip.append(message);
    }

    tip.hidden = false;
    const place = bar.querySelector('rect').getBoundingClientRect();
    const left = Math.min(place.left, document.documentElement.clientWidth - tip.offsetWidth - 8);
    const above = place.top - tip.offsetHeight - 8;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${above < 0 ? place.bottom + 8 : above}px`;
  };
  const barOf = event => event.target.closest('a');
  lanes.addEventListener('mouseover', event => barOf(event) ? show(barOf(event)) : undefined);
  lanes.addEventListener('mouseout', hideSoon);
  lanes.addEventListener('focusin', event => barOf(event) ? show(barOf(event)) : undefined);
  lanes.addEventListener('focusout', hideSoon);
  tip.addEventListener('mouseenter', () => clearTimeout(waiting));
  tip.addEventListener('mouseleave', hideSoon);
  document.addEventListener('keydown', event => event.key === 'Escape' ? hide() : undefined);
  document.addEventListener('scroll', hide, { passive: true });
})();
