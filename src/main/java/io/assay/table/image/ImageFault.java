package io.assay.table.image;

/**
 * Why an image cannot be an input.
 *
 * @param kind what is wrong, for counting
 * @param found what was found, in a few words for people, such as {@code GIF} or {@code 480 x 640
 *     pixels}
 */
public record ImageFault(Kind kind, String found) {
  /** What is wrong with an image. */
  public enum Kind {
    /** The bytes are no PNG or JPEG, or a damaged one. */
    UNREADABLE,
    /** The image has more pixels than {@link ImageDecoder#MOST_PIXELS}. */
    TOO_LARGE,
    /** The image has not the size of the model's input, and the form does not resize or crop. */
    WRONG_SIZE
  }
}
