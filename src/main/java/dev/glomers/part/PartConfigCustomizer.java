package dev.glomers.part;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;

/**
 * Tells a node, which refuses properties that it does not know, that its part's description is none
 * of its business.
 */
public final class PartConfigCustomizer implements SmallRyeConfigBuilderCustomizer {
  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withMappingIgnore(PartConfig.PREFIX + ".**");
  }
}
