package io.assay.job.global;

import io.assay.global.GlobalInfo;
import io.assay.global.GlobalMethod;
import io.assay.global.catalog.GlobalCatalog;

/**
 * A global method that the job asks for.
 *
 * @param key its key in the catalogue
 * @param options its options record, defaults filled in
 */
public record GlobalSpec(String key, Record options) {
  /** Returns the method, made with its options. */
  public GlobalMethod create() {
    return GlobalCatalog.find(key).orElseThrow().create(options);
  }

  /** Returns whether the method looks at labels where there are any. */
  public boolean takesLabels() {
    return create().labels() != GlobalInfo.Labels.UNUSED;
  }

  /** Returns whether the method cannot do without labels. */
  public boolean needsLabels() {
    return create().labels() == GlobalInfo.Labels.NEEDED;
  }
}
