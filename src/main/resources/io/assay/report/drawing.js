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
      effect: () => plot.effects(chosen).map(each => each.id), measure: () => plot.measures(chosen).map(each => each.id), row: () => plot.choices(chosen).row
    };
    for (const [key, value] of Object.entries(asked)) {
      const names = known[key]?.() ?? [];
      if (!names.includes(value)) {
        return `The run's report has no ${key} "${value}" to draw; it has ${list(names) || "none"}`;
      }
    }
    return "";
  }

  function drawn(wish) {
    const chosen = {method: first.method, target: first.target, slice: plot.ALL_ROWS, ...wish.choices};
    const problem = check(chosen, wish.choices, wish);
    if (problem !== "") {
      return Promise.resolve({svg: "", problem});
    }
    chosen.curve = chosen.feature;
    const found = wish.chart === "slice" ? plot.slices(chosen).find(each => each.title === chosen.slice) : plot[wish.chart](chosen);
    if (!found?.spec) {
      const why = wish.chart === "slice" ? "; name one of its slices" : "";
      return Promise.resolve({svg: "", problem: `The run has no chart "${wish.chart}" of method ${chosen.method} and target ${chosen.target}${why}`});
    }
    const parts = [numbers.importance.find(s => s.method === chosen.method)?.title ?? chosen.method, chosen.target, ...found.says ?? [chosen.slice]];
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
