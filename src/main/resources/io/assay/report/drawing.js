/* Draws charts without a browser: what one is missing is put in its place first. */
globalThis.structuredClone ??= value => value === undefined ? value : JSON.parse(JSON.stringify(value));
globalThis.setTimeout ??= () => 0;
globalThis.clearTimeout ??= () => {};
for (const level of ["debug", "info", "warn", "error"]) {
  globalThis.console[level] = () => {};
}
(function () { /*LIBRARY*/ }).call(globalThis);
(() => {
  "use strict";
  const {vega, vegaLite} = globalThis;
  /*CHARTS*/
  const numbers = /*NUMBERS*/;
  const wishes = /*WISHES*/;

  /* How wide letters are, in parts of the font's size: nothing here can measure them. */
  const widths = [["ijlI.,:;|!'()[]/ -", 0.34], ["frt_", 0.45], ["mwMW%@", 0.92], ["ABCDEFGHJKLNOPQRSTUVXYZ", 0.7]];
  const letter = mark => widths.find(([marks]) => marks.includes(mark))?.[1] ?? 0.61;
  vega.textMetrics.width = (item, text) => {
    const size = item.fontSize ?? 11;
    const line = text === null || text === undefined ? "" : String(text);
    return [...line].reduce((sum, mark) => sum + letter(mark) * size, 0);
  };

  const plot = plots(numbers);
  const first = numbers.importance[0] ?? numbers.distributions[0] ?? {};
  const list = names => [...new Set(names)].join(", ");

  function check(chosen, asked, wish) {
    const known = {
      method: () => numbers.importance.map(s => s.method), target: () => numbers.importance.map(s => s.target),
      slice: () => numbers.importance.map(s => s.slice),
      feature: () => wish.chart === "curve" ? plot.curveFeatures(chosen).map(each => each.id) : plot.choices(chosen).feature,
      row: () => plot.choices(chosen).row
    };
    for (const [key, value] of Object.entries(asked)) {
      const names = known[key]?.() ?? [];
      if (!names.includes(value)) {
        return `The run's report has no ${key} "${value}" to draw; it has ${list(names) || "none"}`;
      }
    }
    return "";
  }

  /* Of charts of global methods the method is one of theirs, and chooses among their curves, maps
     and measures; returns the choice, and what is asked besides. */
  const methodOf = id => id.split("\n")[0];
  const globals = {
    curve: {all: chosen => plot.effects(chosen).map(each => ({...each, method: each.id})), name: "effect"},
    measure: {all: chosen => plot.measures(chosen).map(each => ({...each, method: methodOf(each.id), whole: each.id.replace("\n", ": ").replace(/: $/, "")})), name: "measure"},
    joint: {all: chosen => plot.joints(chosen), name: "joint"}
  };

  function globalChoice(wish, target) {
    const {all, name} = globals[wish.chart];
    const {method, feature, ...asked} = wish.choices;
    const choices = all({target});
    const wanted = {method, ...wish.chart === "joint" ? {feature} : {}};
    const found = choices.find(each => Object.entries(wanted).every(([key, value]) => value === undefined || each[key] === value || key === "method" && each.whole === value));
    if (!found && Object.values(wanted).some(value => value !== undefined)) {
      const keys = wanted.feature === undefined ? choices.map(each => each.whole ?? each.method) : choices.map(each => `${each.method}: ${each.feature}`);
      return {problem: `The run's report has no "${[method, wanted.feature].filter(Boolean).join(", ")}" to draw; it has ${list(keys) || "none"}`};
    }
    return {chosen: found ? {[name]: found.id} : {}, asked: wish.chart === "curve" && feature !== undefined ? {...asked, feature} : asked};
  }

  function drawn(wish) {
    const target = wish.choices.target ?? first.target;
    const own = globals[wish.chart] ? globalChoice(wish, target) : {chosen: {}, asked: wish.choices};
    const chosen = {method: first.method, target, slice: plot.ALL_ROWS, ...own.asked, ...own.chosen};
    const problem = own.problem ?? check(chosen, own.asked, wish);
    if (problem !== "") {
      return Promise.resolve({svg: "", problem});
    }
    chosen.curve = chosen.feature;
    const found = wish.chart === "slice" ? plot.slices(chosen).find(each => each.title === chosen.slice) : plot[wish.chart](chosen);
    if (!found?.spec) {
      const why = wish.chart === "slice" ? "; name one of its slices" : "";
      const of = globals[wish.chart] ? `target ${chosen.target}` : `method ${chosen.method} and target ${chosen.target}`;
      return Promise.resolve({svg: "", problem: found?.note || `The run has no chart "${wish.chart}" of ${of}${why}`});
    }
    const isGlobal = globals[wish.chart] !== undefined || wish.chart === "tree";
    const method = isGlobal ? null : numbers.importance.find(s => s.method === chosen.method)?.title ?? chosen.method;
    const parts = [method, chosen.target, ...found.says ?? [chosen.slice]];
    const title = {text: parts.filter(Boolean).join(" · "), anchor: "start", fontSize: 13, fontWeight: 600, color: "var(--ink)", offset: 14};
    const spec = found.spec(wish.width);
    const whole = {...spec, title, padding: 20, background: "var(--paper)", config: {...spec.config, background: "var(--paper)", font: "Verdana, 'DejaVu Sans', sans-serif"}};
    const loader = {load: () => Promise.reject(new Error("a chart loads nothing")), sanitize: () => Promise.reject(new Error("a chart loads nothing"))};
    const view = new vega.View(vega.parse(vegaLite.compile(whole, {logger: vega.logger(vega.Error)}).spec), {renderer: "none", loader, logLevel: vega.Error});
    return view.toSVG().then(svg => ({svg, problem: ""}));
  }

  Promise.all(wishes.map(drawn)).then(
    all => console.log(JSON.stringify(all)),
    error => console.log(JSON.stringify(wishes.map(() => ({svg: "", problem: `${error}`})))));
})();
