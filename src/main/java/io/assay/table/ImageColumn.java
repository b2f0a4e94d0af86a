package io.assay.table;

import io.assay.table.image.ImageForm;
import java.io.Serializable;

/**
 * How the images of a column become inputs. It travels to executors.
 *
 * @param form size and units of the model's input
 * @param root the folder that paths start from; empty for a column of bytes
 * @param segments how many segments of like colour are attributed together at most; 0 for none
 * @param compactness how much nearness counts in a segment
 */
public record ImageColumn(ImageForm form, String root, int segments, double compactness)
    implements Serializable {}
