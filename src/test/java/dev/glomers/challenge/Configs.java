package dev.glomers.challenge;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configurations that no file holds. */
public final class Configs {
  private Configs() {}

  /** The defaults, but for some properties, whose prefix is left out. */
  public static <C> C with(Class<C> mapping, Map<String, String> properties) {
    String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters();
    properties.forEach((name, value) -> builder.withDefaultValue(prefix + "." + name, value));
    return builder.withMapping(mapping).build().getConfigMapping(mapping);
  }
}
