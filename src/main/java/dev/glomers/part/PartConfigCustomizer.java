package dev.glomers.part;

import io.smallrye.config.SmallRyeConfigBuilder;
import io.smallrye.config.SmallRyeConfigBuilderCustomizer;
import java.nio.file.Path;
import java.util.List;

/**
 * Makes Quarkus read the files of the part that was chosen, as {@link Part} does. A node, which
 * refuses properties that it does not know, is told that its part's description is none of its
 * business.
 */
public final class PartConfigCustomizer implements SmallRyeConfigBuilderCustomizer {
  // Quarkus makes the instances, so what they are to know cannot be handed to them.
  private static volatile List<Path> files = List.of();

  static void read(List<Path> chosen) {
    files = chosen;
  }

  @Override
  public void configBuilder(SmallRyeConfigBuilder builder) {
    builder.withMappingIgnore(PartConfig.PREFIX + ".**");
    Part.addSources(builder, files);
  }
}
