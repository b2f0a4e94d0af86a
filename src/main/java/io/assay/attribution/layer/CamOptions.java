package io.assay.attribution.layer;

import io.assay.attribution.Setting;

/**
 * The options of the methods that draw one map of a layer.
 *
 * @param layer the selector of a layer that holds [channels, height, width], or {@code auto} for
 *     the last such layer of more than one cell
 * @param upsample how the map is brought to the size of the picture
 * @param heights what is shown of it; scaled heights cannot be compared between rows
 */
public record CamOptions(
    @Setting(meaning = LAYER, standard = LayerChoice.AUTO, allowed = LayerChoice.ALLOWED)
        String layer,
    @Setting(meaning = UPSAMPLE, standard = "bilinear", allowed = UPSAMPLE_ALLOWED)
        Upsampling upsample,
    @Setting(meaning = HEIGHTS, standard = "positive", allowed = HEIGHTS_ALLOWED) Heights heights) {
  static final String LAYER =
      "The layer of maps; auto takes the last [channels, height, width] of more than one cell.";
  static final String UPSAMPLE = "How the map is brought to the size of the picture.";
  static final String UPSAMPLE_ALLOWED = "bilinear, bilinear-corners, nearest";
  static final String HEIGHTS =
      "What is shown: all over zero, all, or all over zero scaled to 0..1 within each row.";
  static final String HEIGHTS_ALLOWED = "positive, signed, unit";

  /** Checks the name. */
  public CamOptions {
    LayerChoice.check(layer);
  }

  /** Returns the defaults. */
  public static CamOptions standard() {
    return new CamOptions(LayerChoice.AUTO, Upsampling.BILINEAR, Heights.POSITIVE);
  }

  /** Returns the defaults for a layer. */
  public static CamOptions of(String layer) {
    return new CamOptions(layer, Upsampling.BILINEAR, Heights.POSITIVE);
  }

  /** Returns these options with other heights. */
  public CamOptions with(Heights shown) {
    return new CamOptions(layer, upsample, shown);
  }

  /**
   * The same for methods that try one channel after the other.
   *
   * @param layer the selector of a layer of maps, or {@code auto}
   * @param upsample how masks and map are brought to the size of the picture
   * @param heights what is shown of the map
   * @param channels the most channels that are tried, 1 to 65536
   */
  public record Tried(
      @Setting(meaning = LAYER, standard = LayerChoice.AUTO, allowed = LayerChoice.ALLOWED)
          String layer,
      @Setting(meaning = UPSAMPLE, standard = "bilinear", allowed = UPSAMPLE_ALLOWED)
          Upsampling upsample,
      @Setting(meaning = HEIGHTS, standard = "positive", allowed = HEIGHTS_ALLOWED) Heights heights,
      @Setting(
              meaning = "The most channels that are tried a row: those that promise most.",
              standard = "65536",
              allowed = TriedChannels.ALLOWED,
              unit = "channels")
          int channels) {
    /** Checks the ranges. */
    public Tried {
      LayerChoice.check(layer);
      TriedChannels.check(channels);
    }

    /** Returns the defaults. */
    public static Tried standard() {
      return of(CamOptions.standard(), TriedChannels.MOST);
    }

    /** Returns how the map is drawn, with so many channels. */
    public static Tried of(CamOptions map, int channels) {
      return new Tried(map.layer(), map.upsample(), map.heights(), channels);
    }

    CamOptions map() {
      return new CamOptions(layer, upsample, heights);
    }
  }
}
