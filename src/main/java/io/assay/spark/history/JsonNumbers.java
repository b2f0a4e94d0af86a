package io.assay.spark.history;

import io.assay.aggregate.Importance;
import io.assay.aggregate.compare.Shift;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers under the names of the tables' columns; null where there is none. */
final class JsonNumbers {
  private JsonNumbers() {}

  static Map<String, @Nullable Object> of(Importance i) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("rows", i.rows());
    one.put("mean_abs", finite(i.meanAbs()));
    one.put("mean_abs_se", finite(i.meanAbsSe()));
    one.put("low", finite(i.low()));
    one.put("high", finite(i.high()));
    one.put("share", finite(i.share()));
    one.put("share_low", finite(i.shareLow()));
    one.put("share_high", finite(i.shareHigh()));
    one.put("rank", i.rank());
    one.put("rank_low", i.rankLow());
    one.put("rank_high", i.rankHigh());
    one.put("mean", finite(i.mean()));
    one.put("mean_se", finite(i.meanSe()));
    return one;
  }

  static Map<String, @Nullable Object> of(Shift difference, double q) {
    Map<String, @Nullable Object> one = new LinkedHashMap<>();
    one.put("change", finite(difference.change()));
    one.put("se", finite(difference.se()));
    one.put("low", finite(difference.low()));
    one.put("high", finite(difference.high()));
    one.put("p", finite(difference.p()));
    one.put("q", finite(q));
    return one;
  }

  private static @Nullable Double finite(double value) {
    return Double.isFinite(value) ? value : null;
  }
}
