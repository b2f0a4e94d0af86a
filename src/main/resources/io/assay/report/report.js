/* The page: what is chosen, and the charts and tables of it, drawn as they are needed. */
(() => {
  "use strict";
  const numbers = JSON.parse(document.getElementById("numbers").textContent);
  const plot = plots(numbers);
  const tip = document.getElementById("tip");
  const views = new Map();
  const waiting = new Map();
  const chosen = {method: null, target: null, slice: plot.ALL_ROWS};

  /* Tooltips are text, line by line, never markup. */
  function showTip(handler, event, item, text) {
    if (text === null || text === undefined || text === "") {
      tip.hidden = true;
      return;
    }
    tip.replaceChildren(...String(text).split("\n").map(line => {
      const row = document.createElement("div");
      row.textContent = line;
      return row;
    }));
    tip.hidden = false;
    const left = Math.min(event.clientX + 14, innerWidth - tip.offsetWidth - 8);
    const above = event.clientY - tip.offsetHeight - 12;
    tip.style.left = `${Math.max(8, left)}px`;
    tip.style.top = `${above > 8 ? above : event.clientY + 18}px`;
  }

  function draw(node, makeSpec) {
    views.get(node)?.finalize();
    const width = Math.floor(node.clientWidth);
    const runtime = vega.parse(vegaLite.compile(makeSpec(width), {logger: vega.logger(vega.Error)}).spec);
    const loader = {load: () => Promise.reject(new Error("a report loads nothing"))};
    const view = new vega.View(runtime, {renderer: "svg", loader, logLevel: vega.Warn}).tooltip(showTip).initialize(node);
    views.set(node, view.run());
    node.style.minHeight = "";
    const svg = node.querySelector("svg");
    svg.setAttribute("aria-hidden", "true");
    svg.setAttribute("focusable", "false");
  }

  /* Charts in sight are drawn at once, one after the other, the rest when there is time. */
  function drawWaiting() {
    const start = performance.now();
    for (const [node, makeSpec] of waiting) {
      const isNear = node.getBoundingClientRect().top < 2 * innerHeight;
      if (!isNear && performance.now() - start > 30) {
        break;
      }
      waiting.delete(node);
      if (node.isConnected && !node.closest("[hidden]")) {
        draw(node, makeSpec);
      }
    }
    document.documentElement.dataset.waiting = String(waiting.size);
    if (waiting.size > 0) {
      setTimeout(drawWaiting, 0);
    }
  }

  function drawNow() {
    waiting.forEach((makeSpec, node) => draw(node, makeSpec));
    waiting.clear();
  }

  function later(node, makeSpec) {
    node.style.minHeight = `${node.clientHeight}px`;
    waiting.set(node, makeSpec);
  }

  /* Draws a plot in its place; says what there is to say. Tells whether there is a picture. */
  function place(name, found) {
    const node = document.getElementById(`${name}-chart`);
    if (!node) {
      return false;
    }
    const isShown = Boolean(found?.spec);
    node.hidden = !isShown;
    if (isShown) {
      later(node, found.spec);
    }
    const note = document.getElementById(`${name}-note`);
    if (note) {
      note.hidden = !found?.note;
      note.textContent = found?.note ?? "";
    }
    numbersBehind(node, found?.table);
    return isShown;
  }

  /* The numbers of a chart as a table, made when somebody opens it. */
  function numbersBehind(node, table) {
    const id = `${node.id}-numbers`;
    document.getElementById(id)?.remove();
    if (!table || table.rows.length === 0) {
      return;
    }
    const details = document.createElement("details");
    const summary = document.createElement("summary");
    const inside = document.createElement("div");
    details.id = id;
    summary.textContent = "The numbers of this chart";
    details.append(summary, inside);
    details.addEventListener("toggle", () => {
      if (details.open && !inside.hasChildNodes()) {
        listing.show(inside, {title: node.getAttribute("aria-label"), of: table.rows.length, ...table});
      }
    });
    node.after(details);
  }

  function show(id, isShown) {
    const node = document.getElementById(id);
    if (node) {
      node.hidden = !isShown;
    }
  }

  function placeMatrix() {
    const found = plot.matrix(chosen);
    show("matrix", found !== null);
    show("interactions-none", found === null);
    if (place("matrix", found)) {
      document.getElementById("matrix-pairs").textContent = found.top.pairs;
      document.getElementById("matrix-alone").textContent = found.top.alone;
    }
  }

  /* Fills a list with what can be chosen, as text; keeps the choice where it is still there. */
  function offer(key, options) {
    const select = document.getElementById(`${key.place}-choice`);
    if (!options.some(option => option.id === chosen[key.name])) {
      chosen[key.name] = options[0]?.id;
    }
    select?.replaceChildren(...options.map(({id, label}) => Object.assign(document.createElement("option"),
      {value: id, textContent: label, selected: id === chosen[key.name]})));
  }

  const offers = [
    {place: "dependence", name: "feature", options: () => plot.features(chosen).map(name => ({id: name, label: name})), put: placeDependence},
    {place: "waterfall", name: "row", options: () => plot.rows(chosen), put: () => show("waterfall", place("waterfall", plot.waterfall(chosen)))},
    {place: "effect", name: "effect", options: () => plot.effects(chosen), put: () => {}, then: "curve"},
    {place: "curve", name: "curve", options: () => plot.curveFeatures(chosen), put: () => place("curve", plot.curve(chosen) ?? {note: "The run has no curve for this target."})},
    {place: "joint", name: "joint", options: () => plot.joints(chosen), put: placeJoint},
    {place: "measure", name: "measure", options: () => plot.measures(chosen), put: placeMeasure}
  ];

  function placeMeasure() {
    const found = plot.measure(chosen);
    place("measure", found);
    const facts = document.getElementById("measure-facts");
    facts?.replaceChildren(...found.facts.map(({name, value}) => {
      const [row, term, detail] = ["div", "dt", "dd"].map(tag => document.createElement(tag));
      term.textContent = name;
      detail.textContent = value;
      row.append(term, detail);
      return row;
    }));
  }

  function placeJoint() {
    const found = plot.joint(chosen);
    const isShown = place("joint", found ?? {note: "The run has no map for this target."});
    show("joint-legend", isShown);
    if (isShown) {
      document.getElementById("joint-low").textContent = found.range.low;
      document.getElementById("joint-high").textContent = found.range.high;
    }
  }

  function placeParts() {
    place("powered", plot.powered(chosen) ?? {note: "No surrogate was explained for this choice."});
    place("differences", plot.differences(chosen) ?? {note: "Nothing was compared for this choice."});
    const tree = plot.tree(chosen);
    place("tree", tree);
    show("tree-none", tree === null);
    place("selection", plot.selection(chosen) ?? {note: "Nothing was selected for this choice."});
  }

  function placeDependence() {
    const found = plot.dependence(chosen);
    show("dependence", found !== null);
    place("dependence", found);
    show("dependence-legend", Boolean(found?.partner));
    const partner = document.getElementById("dependence-partner");
    if (partner) {
      partner.textContent = found?.partner ?? "";
    }
  }

  function placeRows() {
    for (const each of offers) {
      offer(each, each.options());
      show(each.place, true);
      each.put();
    }
    show("heat", true);
    show("heat", place("heat", plot.heat(chosen)));
  }

  function placeSlices() {
    const grid = document.getElementById("slice-charts");
    if (!grid) {
      return;
    }
    grid.querySelectorAll(".chart").forEach(node => {
      views.get(node)?.finalize();
      views.delete(node);
      waiting.delete(node);
    });
    const found = plot.slices(chosen);
    const cells = found.map(sliceCell);
    grid.replaceChildren(...cells.map(cell => cell.figure));
    cells.forEach((cell, index) => later(cell.chart, found[index].spec));
  }

  function sliceCell(found) {
    const figure = document.createElement("figure");
    const heading = document.createElement("h3");
    const chart = document.createElement("div");
    figure.className = "cell";
    heading.textContent = found.title;
    chart.className = "chart";
    chart.setAttribute("role", "img");
    chart.setAttribute("aria-label", `Importance in ${found.title}: ${found.features} features; the numbers are in the table below.`);
    figure.append(heading, chart);
    return {figure, chart};
  }

  /* Shows the tables of what is chosen, and no others; the list of all features in place of the
     leading ones. */
  function showTables() {
    const list = plot.listing(chosen);
    const node = document.getElementById("importance-list");
    node.hidden = list === null;
    if (list) {
      listing.show(node, list);
    }
    document.querySelectorAll(".view").forEach(view => {
      const isOther = Object.keys(chosen).some(key => key in view.dataset && view.dataset[key] !== chosen[key]);
      view.hidden = isOther;
    });
    document.querySelectorAll(".leading").forEach(table => { table.hidden = list !== null; });
  }

  function drawAll() {
    waiting.clear();
    showTables();
    show("importance-none", !place("importance", plot.importance(chosen)) && numbers.importance.length > 0);
    place("pairs", plot.pairs(chosen));
    placeMatrix();
    place("swarm", plot.swarm(chosen) ?? {note: "No rows were sampled for this method and target."});
    placeRows();
    placeParts();
    place("score", plot.score(chosen));
    const gap = plot.gap(chosen);
    place("gap", gap);
    show("gap-none", gap === null);
    placeSlices();
    drawWaiting();
  }

  function start() {
    const first = numbers.importance[0] ?? numbers.distributions[0] ?? {};
    Object.assign(chosen, {method: first.method, target: first.target});
    const form = document.getElementById("choices");
    if (form) {
      form.hidden = false;
      form.addEventListener("change", event => {
        chosen[event.target.dataset.choice] = event.target.value;
        drawAll();
      });
    }
    for (const each of offers) {
      document.getElementById(`${each.place}-choice`)?.addEventListener("change", event => {
        chosen[each.name] = event.target.value;
        each.put();
        offers.filter(other => other.place === each.then).forEach(other => {
          offer(other, other.options());
          other.put();
        });
        drawWaiting();
      });
    }
    drawAll();
    requestAnimationFrame(() => {
      document.documentElement.dataset.opened = String(Math.round(performance.now()));
    });
    addEventListener("beforeprint", drawNow);
    let width = innerWidth;
    let pending = 0;
    addEventListener("resize", () => {
      if (innerWidth !== width) {
        width = innerWidth;
        clearTimeout(pending);
        pending = setTimeout(drawAll, 150);
      }
    });
  }

  start();
})();
