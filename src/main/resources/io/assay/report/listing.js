/* A table of many rows: a page of them at a time, found by text, sorted by any column. Every text
   becomes a text node, never markup. */
const listing = (() => {
  "use strict";
  const PAGE = 20;
  const NONE = "–";
  let lists = 0;

  const element = (name, properties = {}, ...children) => {
    const node = Object.assign(document.createElement(name), properties);
    node.append(...children);
    return node;
  };
  const minus = text => text.replace("-", "−");

  /* As many decimals as give the largest number of a column four digits; powers of ten beyond. */
  function format(rows, column) {
    const percent = value => `${minus((100 * value).toFixed(1))}\u00a0%`;
    const kinds = {percent, count: value => value.toLocaleString("en"), ranks: value => String(value)};
    if (kinds[column.kind]) {
      return kinds[column.kind];
    }
    const sizes = rows.flatMap(row => [row[column.key], row[column.to]]).filter(Number.isFinite).map(Math.abs);
    const largest = sizes.reduce((most, size) => Math.max(most, size), 0);
    const decimals = Math.max(0, 4 - (largest > 0 ? Math.floor(Math.log10(largest)) + 1 : 1));
    return decimals > 9 || largest >= 1e12 ? value => minus(Number(value.toPrecision(4)).toString()) : value => minus(value.toFixed(decimals));
  }

  function cellText(row, column, write) {
    const value = row[column.key];
    if (!column.isNumber) {
      return value ?? NONE;
    }
    if (value === null || value === undefined || (column.to && row[column.to] === null)) {
      return NONE;
    }
    if (!column.to) {
      return write(value);
    }
    const end = row[column.to];
    return column.kind === "ranks" ? (value === end ? write(value) : `${value}–${end}`) : `${write(value)} to ${write(end)}`;
  }

  /* Numbers that are missing stand last in both directions. */
  function sorted(rows, column, direction) {
    const last = value => value === null || value === undefined;
    const order = column.isNumber ? (a, b) => a - b : (a, b) => a.localeCompare(b, "en", {numeric: true});
    return [...rows].sort((x, y) => {
      const a = x[column.key];
      const b = y[column.key];
      return last(a) || last(b) ? Number(last(a)) - Number(last(b)) : direction * order(a, b);
    });
  }

  /* Replaces what stands in a node by the table of {title, columns, rows, of}. */
  function show(node, {title, columns, rows, of}) {
    const id = `list-${++lists}`;
    const state = {found: rows, page: 0, by: null, direction: 1};
    const writes = columns.map(column => column.isNumber ? format(rows, column) : String);
    const texts = columns.filter(column => !column.isNumber).map(column => column.key);
    const body = element("tbody");
    const said = element("p", {className: "note listed", id});
    said.setAttribute("role", "status");
    const heads = columns.map(head);
    const search = element("input", {type: "search", autocomplete: "off", spellcheck: false});
    const back = element("button", {type: "button", textContent: "Previous"});
    const next = element("button", {type: "button", textContent: "Next"});

    function head(column) {
      const button = element("button", {type: "button", className: "sort", textContent: column.label});
      const cell = element("th", {scope: "col", className: column.isNumber ? "n" : ""}, button);
      button.addEventListener("click", () => {
        state.direction = state.by === column ? -state.direction : startOf(column);
        state.by = column;
        heads.forEach(each => each.removeAttribute("aria-sort"));
        cell.setAttribute("aria-sort", state.direction > 0 ? "ascending" : "descending");
        find();
      });
      return cell;
    }
    /* Large numbers are looked for first, names and places from the beginning. */
    const startOf = column => column.isNumber && !["count", "ranks"].includes(column.kind) ? -1 : 1;

    function find() {
      const wanted = search.value.trim().toLowerCase();
      const matching = wanted === "" ? rows : rows.filter(row => texts.some(key => String(row[key]).toLowerCase().includes(wanted)));
      state.found = state.by ? sorted(matching, state.by, state.direction) : matching;
      state.page = 0;
      fill();
    }

    function fill() {
      const first = state.page * PAGE;
      const shown = state.found.slice(first, first + PAGE);
      body.replaceChildren(...shown.map(row => element("tr", {}, ...columns.map((column, i) => cell(row, column, writes[i])))));
      back.disabled = first === 0;
      next.disabled = first + PAGE >= state.found.length;
      const range = shown.length === 0 ? "No row" : `${(first + 1).toLocaleString("en")} to ${(first + shown.length).toLocaleString("en")}`;
      const less = state.found.length < rows.length ? ` found, of ${rows.length.toLocaleString("en")}` : "";
      const rest = of > rows.length ? `; ${(of - rows.length).toLocaleString("en")} more are in the run’s table` : "";
      said.textContent = `${range} of ${state.found.length.toLocaleString("en")}${less}${rest}`;
    }

    function cell(row, column, write) {
      const isName = column.key === "name";
      const node = element(isName ? "th" : "td", {className: column.isNumber ? "n" : ""});
      if (isName) {
        node.scope = "row";
        node.append(element("span", {className: "name", textContent: cellText(row, column, write)}));
      } else {
        node.textContent = cellText(row, column, write);
      }
      return node;
    }

    const turn = step => () => {
      state.page += step;
      fill();
    };
    search.addEventListener("input", find);
    back.addEventListener("click", turn(-1));
    next.addEventListener("click", turn(1));
    const table = element("table", {}, element("caption", {textContent: title}), element("thead", {}, element("tr", {}, ...heads)), body);
    const scroll = element("div", {className: "scroll", tabIndex: 0}, table);
    scroll.setAttribute("role", "region");
    scroll.setAttribute("aria-label", title);
    const tools = element("div", {className: "tools"}, element("label", {}, "Search ", search), said, back, next);
    tools.hidden = rows.length <= PAGE;
    node.replaceChildren(tools, scroll);
    fill();
  }

  return {show};
})();
