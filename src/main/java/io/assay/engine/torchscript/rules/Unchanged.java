package io.assay.engine.torchscript.rules;

import java.util.HashSet;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Operations that a rule leaves as they are, without the underscore of those in place. */
final class Unchanged {
  /** Linear in what varies, or of a value that has no gradient: the gradient is the rule. */
  private static final String ALWAYS =
      """
      add sub rsub neg sum mean cumsum mul div positive dot
      view view_as reshape reshape_as flatten unflatten ravel squeeze unsqueeze transpose t permute
      swapaxes swapdims movedim moveaxis numpy_T contiguous clone detach alias expand expand_as
      repeat repeat_interleave tile roll flip rot90 slice select narrow index index_select gather
      take take_along_dim cat concat stack hstack vstack chunk split split_with_sizes tensor_split
      unbind unsafe_chunk unsafe_split unfold fold im2col col2im diagonal diag tril triu
      masked_fill masked_select where copy index_copy index_put index_add scatter scatter_add
      fill zero pad constant_pad_nd reflection_pad1d reflection_pad2d replication_pad1d
      replication_pad2d replication_pad3d pixel_shuffle pixel_unshuffle channel_shuffle
      batch_norm avg_pool1d avg_pool2d avg_pool3d adaptive_avg_pool1d adaptive_avg_pool2d
      adaptive_avg_pool3d upsample_nearest1d upsample_nearest2d upsample_nearest3d
      upsample_linear1d upsample_bilinear2d upsample_bicubic2d upsample_trilinear3d
      dropout feature_dropout alpha_dropout to type_as float double half bfloat16 cpu cuda
      requires_grad embedding embedding_bag one_hot broadcast_tensors broadcast_to meshgrid
      eq ne lt le gt ge isnan isinf isfinite logical_not logical_and logical_or logical_xor
      bitwise_not bitwise_and bitwise_or any all argmax argmin argsort sign floor ceil round trunc
      floor_divide floordiv remainder size dim len numel item is_floating_point equal allclose
      zeros_like ones_like full_like empty_like rand_like randn_like new_zeros new_ones new_full
      new_empty append extend pop insert warn format __is__ __isnot__ __not__ __getitem__
      __contains__ list dict numpy tolist stride storage_offset result_type is_nonzero
      __and__ __or__ __xor__ __iand__ __ior__ set requires_grad retain_grad
      """;

  private static final String AFFINE =
      """
      linear conv1d conv2d conv3d convolution _convolution conv_transpose1d conv_transpose2d
      conv_transpose3d conv_tbc addmm
      """;

  private static final String PIECEWISE =
      """
      relu leaky_relu prelu softmax max_pool1d max_pool2d max_pool3d adaptive_max_pool1d
      adaptive_max_pool2d adaptive_max_pool3d
      """;

  private static final Pattern WORDS = Pattern.compile("\\s+");

  private Unchanged() {}

  /** Returns those of the rescale rule, under which linear operations need nothing. */
  static Set<String> byRescaling() {
    return union(ALWAYS, AFFINE);
  }

  /**
   * Returns those of relevance: a value that a ReLU or a pooling passes keeps its relevance, and
   * AttnLRP's softmax has its gradient.
   */
  static Set<String> byRelevance() {
    return union(ALWAYS, PIECEWISE);
  }

  private static Set<String> union(String some, String others) {
    Set<String> all = new HashSet<>();
    Stream.of(some, others).flatMap(WORDS::splitAsStream).forEach(all::add);
    return all;
  }
}
