package io.assay.attribution.catalog;

import io.assay.attribution.gradient.Deconvolution;
import io.assay.attribution.gradient.DeepLift;
import io.assay.attribution.gradient.DeepLiftShap;
import io.assay.attribution.gradient.ExpectedGradients;
import io.assay.attribution.gradient.GradientShap;
import io.assay.attribution.gradient.GuidedBackprop;
import io.assay.attribution.gradient.InputXGradient;
import io.assay.attribution.gradient.IntegratedGradients;
import io.assay.attribution.gradient.Lrp;
import io.assay.attribution.gradient.NoiseOptions;
import io.assay.attribution.gradient.Saliency;
import io.assay.attribution.gradient.SmoothGrad;
import io.assay.attribution.gradient.SmoothGradSquared;
import io.assay.attribution.gradient.VarGrad;
import io.assay.attribution.layer.AblationCam;
import io.assay.attribution.layer.AttentionMaps;
import io.assay.attribution.layer.AttentionRollout;
import io.assay.attribution.layer.CamOptions;
import io.assay.attribution.layer.EigenCam;
import io.assay.attribution.layer.GradCam;
import io.assay.attribution.layer.GradCamPlusPlus;
import io.assay.attribution.layer.GradientXAttention;
import io.assay.attribution.layer.GuidedGradCam;
import io.assay.attribution.layer.HiResCam;
import io.assay.attribution.layer.InternalInfluence;
import io.assay.attribution.layer.LayerCam;
import io.assay.attribution.layer.LayerConductance;
import io.assay.attribution.layer.LayerDeepLift;
import io.assay.attribution.layer.LayerGradientXActivation;
import io.assay.attribution.layer.LayerIntegratedGradients;
import io.assay.attribution.layer.LayerOptions;
import io.assay.attribution.layer.NeuronConductance;
import io.assay.attribution.layer.NeuronGradient;
import io.assay.attribution.layer.ScoreCam;
import io.assay.attribution.layer.XGradCam;
import io.assay.attribution.perturbation.FeatureAblation;
import io.assay.attribution.perturbation.FeaturePermutation;
import io.assay.attribution.perturbation.Lime;
import io.assay.attribution.perturbation.Occlusion;
import io.assay.attribution.perturbation.Rise;
import io.assay.attribution.perturbation.Sobol;
import io.assay.attribution.shapley.Banzhaf;
import io.assay.attribution.shapley.ExactShapley;
import io.assay.attribution.shapley.GpShap;
import io.assay.attribution.shapley.KernelShap;
import io.assay.attribution.shapley.Owen;
import io.assay.attribution.shapley.PermutationShap;
import io.assay.attribution.shapley.ShapleyInteractions;
import io.assay.attribution.tree.InterventionalTreeShap;
import io.assay.attribution.tree.Saabas;
import io.assay.attribution.tree.TreeBanzhaf;
import io.assay.attribution.tree.TreeShap;
import io.assay.attribution.tree.TreeShapInteractions;
import java.util.List;
import java.util.Optional;

/** The shelf: every method, one line each, in the order in which people should meet them. */
public final class MethodCatalog {
  private static final List<MethodEntry<?>> ENTRIES =
      List.of(
          new MethodEntry<>(Saliency.INFO, Saliency.Options.class, Saliency::new),
          new MethodEntry<>(InputXGradient.INFO, InputXGradient.Options.class, InputXGradient::new),
          new MethodEntry<>(
              IntegratedGradients.INFO,
              IntegratedGradients.Options.class,
              IntegratedGradients::new),
          new MethodEntry<>(
              ExpectedGradients.INFO, ExpectedGradients.Options.class, ExpectedGradients::new),
          new MethodEntry<>(GradientShap.INFO, GradientShap.Options.class, GradientShap::new),
          new MethodEntry<>(SmoothGrad.INFO, NoiseOptions.class, SmoothGrad::new),
          new MethodEntry<>(SmoothGradSquared.INFO, NoiseOptions.class, SmoothGradSquared::new),
          new MethodEntry<>(VarGrad.INFO, NoiseOptions.class, VarGrad::new),
          new MethodEntry<>(DeepLift.INFO, DeepLift.Options.class, DeepLift::new),
          new MethodEntry<>(DeepLiftShap.INFO, DeepLiftShap.Options.class, DeepLiftShap::new),
          new MethodEntry<>(GuidedBackprop.INFO, GuidedBackprop.Options.class, GuidedBackprop::new),
          new MethodEntry<>(Deconvolution.INFO, Deconvolution.Options.class, Deconvolution::new),
          new MethodEntry<>(Lrp.INFO, Lrp.Options.class, Lrp::new),
          new MethodEntry<>(
              FeatureAblation.INFO, FeatureAblation.Options.class, FeatureAblation::new),
          new MethodEntry<>(
              FeaturePermutation.INFO, FeaturePermutation.Options.class, FeaturePermutation::new),
          new MethodEntry<>(Occlusion.INFO, Occlusion.Options.class, Occlusion::new),
          new MethodEntry<>(Lime.INFO, Lime.Options.class, Lime::new),
          new MethodEntry<>(Rise.INFO, Rise.Options.class, Rise::new),
          new MethodEntry<>(Sobol.INFO, Sobol.Options.class, Sobol::new),
          new MethodEntry<>(GradCam.INFO, CamOptions.class, GradCam::new),
          new MethodEntry<>(GradCamPlusPlus.INFO, CamOptions.class, GradCamPlusPlus::new),
          new MethodEntry<>(XGradCam.INFO, CamOptions.class, XGradCam::new),
          new MethodEntry<>(HiResCam.INFO, CamOptions.class, HiResCam::new),
          new MethodEntry<>(LayerCam.INFO, CamOptions.class, LayerCam::new),
          new MethodEntry<>(EigenCam.INFO, CamOptions.class, EigenCam::new),
          new MethodEntry<>(ScoreCam.INFO, CamOptions.Tried.class, ScoreCam::new),
          new MethodEntry<>(AblationCam.INFO, CamOptions.Tried.class, AblationCam::new),
          new MethodEntry<>(GuidedGradCam.INFO, GuidedGradCam.Options.class, GuidedGradCam::new),
          new MethodEntry<>(
              LayerGradientXActivation.INFO, LayerOptions.class, LayerGradientXActivation::new),
          new MethodEntry<>(
              LayerIntegratedGradients.INFO,
              LayerOptions.Path.class,
              LayerIntegratedGradients::new),
          new MethodEntry<>(
              LayerConductance.INFO, LayerConductance.Options.class, LayerConductance::new),
          new MethodEntry<>(
              InternalInfluence.INFO, LayerOptions.Path.class, InternalInfluence::new),
          new MethodEntry<>(LayerDeepLift.INFO, LayerOptions.class, LayerDeepLift::new),
          new MethodEntry<>(NeuronGradient.INFO, NeuronGradient.Options.class, NeuronGradient::new),
          new MethodEntry<>(
              NeuronConductance.INFO, NeuronConductance.Options.class, NeuronConductance::new),
          new MethodEntry<>(AttentionMaps.INFO, AttentionMaps.Options.class, AttentionMaps::new),
          new MethodEntry<>(
              AttentionRollout.INFO, AttentionRollout.Options.class, AttentionRollout::new),
          new MethodEntry<>(
              GradientXAttention.INFO, GradientXAttention.Options.class, GradientXAttention::new),
          new MethodEntry<>(GpShap.INFO, GpShap.Options.class, GpShap::new).alias("shap"),
          new MethodEntry<>(ExactShapley.INFO, ExactShapley.Options.class, ExactShapley::new),
          new MethodEntry<>(KernelShap.INFO, KernelShap.Options.class, KernelShap::new),
          new MethodEntry<>(
              PermutationShap.INFO, PermutationShap.Options.class, PermutationShap::new),
          new MethodEntry<>(Owen.INFO, Owen.Options.class, Owen::new),
          new MethodEntry<>(Banzhaf.INFO, Banzhaf.Options.class, Banzhaf::new),
          new MethodEntry<>(
              ShapleyInteractions.INFO,
              ShapleyInteractions.Options.class,
              ShapleyInteractions::new),
          new MethodEntry<>(TreeShap.INFO, TreeShap.Options.class, TreeShap::new),
          new MethodEntry<>(
              InterventionalTreeShap.INFO,
              InterventionalTreeShap.Options.class,
              InterventionalTreeShap::new),
          new MethodEntry<>(
              TreeShapInteractions.INFO,
              TreeShapInteractions.Options.class,
              TreeShapInteractions::new),
          new MethodEntry<>(TreeBanzhaf.INFO, TreeBanzhaf.Options.class, TreeBanzhaf::new),
          new MethodEntry<>(Saabas.INFO, Saabas.Options.class, Saabas::new));

  private MethodCatalog() {}

  /** Returns all methods. */
  public static List<MethodEntry<?>> entries() {
    return ENTRIES;
  }

  /** Returns the method of a key or of another name. */
  public static Optional<MethodEntry<?>> find(String name) {
    return ENTRIES.stream()
        .<MethodEntry<?>>map(entry -> entry)
        .filter(entry -> entry.answersTo(name))
        .findFirst();
  }
}
