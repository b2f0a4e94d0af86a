package io.assay.report.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class HeatMapTest {
  private static final int NEUTRAL = 0xf7f7f7;
  private static final int BLUE_END = 0x2166ac;
  private static final int RED_END = 0xb2182b;

  @Test
  void zeroIsNeutralAndTheSignIsTheColour() {
    ValueMap values = ValueMap.of(1, 4, -2, 0, 1, 2);
    ColourScale scale = ColourScale.of(List.of(values));

    Picture map = new HeatMap(black(1, 4), values, scale).map();

    assertThat(scale).isEqualTo(new ColourScale(ColourMap.DIVERGING, 2));
    assertThat(pixels(map)).containsExactly(BLUE_END, NEUTRAL, 0xf4a582, RED_END);
  }

  @Test
  void valuesOfOneSignGoFromDarkToBright() {
    ValueMap values = ValueMap.of(1, 3, 0, 1, 2);
    ColourScale scale = ColourScale.of(List.of(values));

    Picture map = new HeatMap(black(1, 3), values, scale).map();

    assertThat(scale.isSigned()).isFalse();
    assertThat(map.rgb(0, 0)).isEqualTo(0x440154);
    assertThat(map.rgb(0, 2)).isEqualTo(0xfde725);
  }

  @ParameterizedTest
  @EnumSource
  void lightnessTellsTheOrderOfMagnitudes(ColourMap map) {
    int steps = 100;
    double start = map == ColourMap.DIVERGING ? 0.5 : 0;

    for (int step = 1; step <= steps; step++) {
      double before = Rgb.luma(map.rgb(start + (1 - start) * (step - 1) / steps));
      double after = Rgb.luma(map.rgb(start + (1 - start) * step / steps));
      assertThat(map == ColourMap.DIVERGING ? before - after : after - before)
          .as("step %d", step)
          .isGreaterThan(-0.5);
    }
  }

  @Test
  void oneStrongPixelDoesNotMakeTheRestPale() {
    float[] values = new float[400];
    for (int at = 0; at < values.length; at++) {
      values[at] = at / 400f;
    }
    values[0] = 1000;

    ColourScale scale = ColourScale.of(List.of(ValueMap.of(20, 20, values)));

    assertThat(scale.limit()).isCloseTo(0.99, within(0.01));
    assertThat(scale.strength(1000)).isEqualTo(1);
    assertThat(scale.rgb(1000)).isEqualTo(scale.rgb(scale.limit()));
  }

  @Test
  void aScaleOfAlmostNothingButZerosReachesTheLargest() {
    float[] values = new float[400];
    values[7] = -3;

    assertThat(ColourScale.of(List.of(ValueMap.of(20, 20, values))))
        .isEqualTo(new ColourScale(ColourMap.DIVERGING, 3));
    assertThat(ColourScale.of(List.of(ValueMap.of(1, 2, 0, Float.NaN))).limit()).isEqualTo(1);
  }

  @Test
  void mapsThatAreComparedShareTheirScale() {
    ValueMap weak = ValueMap.of(1, 2, 0.1f, -0.2f);
    ValueMap strong = ValueMap.of(1, 2, 4, 0);

    assertThat(ColourScale.of(List.of(weak, strong)))
        .isEqualTo(new ColourScale(ColourMap.DIVERGING, 4));
  }

  @Test
  void theImageShowsThroughWhereThereIsNoValue() {
    Picture white = Picture.of(new float[] {1, 1, 1}, 1, 1, 3);
    ValueMap values = ValueMap.of(1, 3, 0, Float.NaN, 5);

    Picture overlay = new HeatMap(white, values, new ColourScale(ColourMap.DIVERGING, 5)).overlay();

    assertThat(overlay.rgb(0, 0)).isEqualTo(0xf2f2f2);
    assertThat(overlay.rgb(0, 1)).isEqualTo(0xf2f2f2);
    assertThat(overlay.rgb(0, 2)).isEqualTo(Rgb.mix(0xf2f2f2, RED_END, 0.88));
  }

  @Test
  void aCoarseMapFillsRectanglesOrIsMixedBetweenCentres() {
    ValueMap coarse = ValueMap.of(1, 2, 0, 4);

    assertThat(coarse.over(2, 4, Upsampling.BLOCKS))
        .isEqualTo(ValueMap.of(2, 4, 0, 0, 4, 4, 0, 0, 4, 4));
    assertThat(coarse.over(1, 4, Upsampling.SMOOTH)).isEqualTo(ValueMap.of(1, 4, 0, 1, 3, 4));
  }

  @Test
  void aPixelHasTheSumOfItsChannels() {
    assertThat(ValueMap.ofChannels(3, 1, 2, 1, 2, 10, 20, -100, -200))
        .isEqualTo(ValueMap.of(1, 2, -89, -178));
  }

  @Test
  void aPngHoldsThePixelsThatWereDrawn() throws IOException {
    Picture picture = Picture.of(new float[] {0, 1, 0.2f, 0.4f, -3, 7}, 3, 1, 2);

    BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture.png()));

    assertThat(read.getRGB(0, 0) & 0xFFFFFF).isEqualTo(0x003300);
    assertThat(read.getRGB(1, 0) & 0xFFFFFF).isEqualTo(0xff66ff);
    assertThat(picture.png()).isEqualTo(picture.png());
  }

  @Test
  void anEnlargedPixelIsASquare() {
    Picture picture = Picture.of(new float[] {0, 1}, 1, 1, 2).enlarged(2);

    assertThat(pixels(picture)).containsExactly(0, 0, 0xffffff, 0xffffff, 0, 0, 0xffffff, 0xffffff);
  }

  @Test
  void aJpegIsSmallAndHasTheSize() throws IOException {
    Picture picture = Picture.of(new float[64 * 48], 1, 64, 48);

    BufferedImage read = ImageIO.read(new ByteArrayInputStream(picture.jpeg(0.9f)));

    assertThat(read.getHeight()).isEqualTo(64);
    assertThat(read.getWidth()).isEqualTo(48);
  }

  @Test
  void aSheetShowsOriginalMapAndOverlayOfEveryMethod() throws IOException {
    ValueMap values = ValueMap.of(1, 2, -1, 1);
    HeatMap heatMap = new HeatMap(black(1, 2), values, ColourScale.of(List.of(values)));
    HeatMapSheet.Strip strip = new HeatMapSheet.Strip("Saliency", heatMap);

    BufferedImage one = read(new HeatMapSheet("r1", "score 2", "logit", List.of(strip)).png());
    BufferedImage two = read(new HeatMapSheet("r1", "", "", List.of(strip, strip)).png());

    assertThat(two.getHeight()).isGreaterThan(one.getHeight());
    int[] all = one.getRGB(0, 0, one.getWidth(), one.getHeight(), null, 0, one.getWidth());
    long blue = Arrays.stream(all).filter(rgb -> (rgb & 0xFFFFFF) == BLUE_END).count();
    assertThat(blue).isGreaterThanOrEqualTo(112 * 112);
  }

  @Test
  void whatDoesNotFitIsRefused() {
    ColourScale scale = ColourScale.of(1f);

    assertThatThrownBy(() -> new HeatMap(black(1, 2), ValueMap.of(2, 1, 0, 0), scale))
        .hasMessage("Picture[1 x 2] has not the size of ValueMap[2 x 1]");
    assertThatThrownBy(() -> ValueMap.of(2, 2, 1, 2, 3))
        .hasMessage("3 values are no map of 1 x 2 x 2");
    assertThatThrownBy(() -> Picture.of(new float[4], 2, 1, 2))
        .hasMessage("4 values are no picture of 2 x 1 x 2");
    assertThatThrownBy(() -> new ColourScale(ColourMap.DIVERGING, 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new HeatMapSheet("r", "", "", List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static BufferedImage read(byte[] png) throws IOException {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static Picture black(int height, int width) {
    return Picture.of(new float[height * width], 1, height, width);
  }

  private static int[] pixels(Picture picture) {
    int[] pixels = new int[picture.height() * picture.width()];
    Arrays.setAll(pixels, at -> picture.rgb(at / picture.width(), at % picture.width()));
    return pixels;
  }
}
