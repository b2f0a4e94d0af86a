package io.assay.attribution.perturbation;

import io.assay.baseline.Coalitions;
import io.assay.baseline.SizedDesign;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The local regression of a design: of all players, or of those chosen anew for every row. */
final class LocalFit {
  private final SizedDesign design;
  private final Coalitions proper;
  private final Neighbourhood neighbourhood;
  private final double[] unseen; // [samples]
  private final Lime.Options options;
  private final Optional<LocalRegression> ofAll;
  private final FeatureSelection selection;

  private LocalFit(SizedDesign design, Neighbourhood neighbourhood, Lime.Options options) {
    this.design = design;
    this.proper = design.proper();
    this.neighbourhood = neighbourhood;
    this.unseen = IntStream.range(0, design.size()).mapToDouble(design::unseen).toArray();
    this.options = options;
    this.ofAll = LocalRegression.of(neighbourhood, options.ridge());
    this.selection = new FeatureSelection(neighbourhood);
  }

  static LocalFit of(SizedDesign design, Lime.Options options) {
    double[] weights = IntStream.range(0, design.size()).mapToDouble(design::weight).toArray();
    return new LocalFit(design, Neighbourhood.of(design.coalitions(), weights), options);
  }

  /** Returns whether the design tells all players apart. */
  boolean isDetermined() {
    return ofAll.isPresent();
  }

  /** Returns the coalitions that have to be valued. */
  Coalitions proper() {
    return proper;
  }

  /** Takes what a fit found of a player. */
  interface Taker {
    /** Takes a coefficient and its standard error; players that were not chosen are not taken. */
    void take(int player, double value, double error);
  }

  /**
   * Explains one row and slot.
   *
   * @param valued [samples], the empty and the full coalition first
   * @return which share of the variance is explained in samples that are held out
   */
  double explain(double[] valued, Taker taker) {
    int players = design.players();
    boolean areAllKept = options.features() == 0 || options.features() >= players;
    List<Integer> kept =
        areAllKept
            ? IntStream.range(0, players).boxed().toList()
            : selection.choose(options.selection(), valued, 0, options.features());
    LocalRegression regression =
        areAllKept
            ? ofAll.orElseThrow()
            : LocalRegression.of(neighbourhood.only(kept), options.ridge()).orElseThrow();
    LocalRegression.Fit fit = regression.fit(valued, 0);
    double[] variances = fit.variances(unseen);
    for (int i = 0; i < kept.size(); i++) {
      taker.take(kept.get(i), fit.coefficient(i), Math.sqrt(variances[i]));
    }
    return fit.heldOutScore(unseen);
  }
}
