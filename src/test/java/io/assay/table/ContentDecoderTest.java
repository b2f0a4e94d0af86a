package io.assay.table;

import static org.assertj.core.api.Assertions.assertThat;

import io.assay.table.image.ImageForm;
import io.assay.table.text.TextForm;
import io.assay.table.text.Tokens;
import io.assay.table.text.VocabularyForm;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;

class ContentDecoderTest {
  private static byte[] png(int width, int height) throws IOException {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    for (int x = 0; x < width; x++) {
      image.setRGB(x, 0, 0xff0000 >> (8 * x));
    }
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private static InputLayout images(FeatureColumn.Kind kind, int segments) {
    ImageColumn image = new ImageColumn(ImageForm.of(1, 3, 3), "", segments, 10);
    return InputLayout.of("id", List.of(FeatureColumn.image("picture", kind, image)));
  }

  private static InputLayout texts(FeatureColumn.Kind kind, TextForm.TooLong tooLong) {
    TextColumn text =
        new TextColumn(
            new TextForm(3, tooLong),
            kind == FeatureColumn.Kind.TEXT ? VocabularyForm.standard() : null,
            List.of("<pad>", "<unk>", "good", "bad"),
            "",
            "<pad>",
            0,
            Tokens.Unit.WORD);
    return InputLayout.of("id", List.of(FeatureColumn.text("words", kind, text)));
  }

  @Test
  void anImageIsItsChannelsAndABadOneIsRejectedWithAReason() throws IOException {
    InputLayout layout = images(FeatureColumn.Kind.IMAGE, 0);
    InputRows rows = InputRows.of(layout, "a", "b", "c", "d");
    rows.bytes("f0", png(3, 1), png(3, 2), new byte[] {1, 2, 3});

    DecodedBatch decoded = rows.decode(new BatchDecoder(layout));

    assertThat(decoded.batch().input().shape()).containsExactly(1, 3, 1, 3);
    assertThat(decoded.batch().input().values()).containsExactly(1, 0, 0, 0, 1, 0, 0, 0, 1);
    assertThat(decoded.rejects())
        .extracting(Reject::rowId, each -> each.reason().key())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("b", "wrong-size"),
            org.assertj.core.groups.Tuple.tuple("c", "undecodable-image"),
            org.assertj.core.groups.Tuple.tuple("d", "null"));
    assertThat(decoded.groups()).isEmpty();
  }

  @Test
  void aFileIsReadByItsPathAndItsSegmentsAreItsGroups() throws IOException {
    InputLayout layout = images(FeatureColumn.Kind.IMAGE_FILE, 2);
    byte[] image = png(3, 1);
    RowSources files =
        path -> {
          if (path.equals("there.png")) {
            return image;
          }
          throw new FileNotFoundException(path);
        };
    InputRows rows = InputRows.of(layout, "a", "b");
    rows.texts("f0", "there.png", "gone.png");

    DecodedBatch decoded = rows.decode(new BatchDecoder(layout, files));

    assertThat(decoded.groups()).hasSize(1);
    assertThat(decoded.groups().get(0).features()).isEqualTo(9);
    assertThat(decoded.groups().get(0).size()).isBetween(1, 2);
    assertThat(decoded.rejects())
        .singleElement()
        .returns(Reject.Reason.MISSING_FILE, Reject::reason)
        .returns("gone.png", Reject::value);
  }

  @Test
  void aTextIsItsTokensAndPadding() {
    InputLayout layout = texts(FeatureColumn.Kind.TEXT, TextForm.TooLong.REJECT);
    InputRows rows = InputRows.of(layout, "a", "b", "c");
    rows.texts("f0", "Good thing", "  ", "bad bad bad bad");

    DecodedBatch decoded = rows.decode(new BatchDecoder(layout));

    assertThat(decoded.batch().input().values()).containsExactly(2, 1, 0);
    assertThat(decoded.tokens()).containsExactly(List.of("good", "thing"));
    assertThat(decoded.groups().get(0).names()).containsExactly("word_0", "word_1", "padding");
    assertThat(decoded.rejects())
        .extracting(each -> each.reason().key())
        .containsExactly("empty-text", "too-long-text");
  }

  @Test
  void readyIdsAreCutOrPadded() {
    InputLayout layout = texts(FeatureColumn.Kind.TOKEN_IDS, TextForm.TooLong.CUT);
    InputRows rows = InputRows.of(layout, "a", "b", "c");
    rows.arrays(List.of(3, 2, 3, 2), List.of(7, 0, 0), List.of(-1));

    DecodedBatch decoded = rows.decode(new BatchDecoder(layout));

    assertThat(decoded.batch().input().values()).containsExactly(3, 2, 3, 7, 0, 0);
    assertThat(decoded.tokens()).containsExactly(List.of("bad", "good", "bad"), List.of("7"));
    assertThat(decoded.groups().get(1).names()).containsExactly("token_0", "padding");
    assertThat(decoded.rejects()).singleElement().returns("c", Reject::rowId);
  }
}
