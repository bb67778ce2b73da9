package dev.glomers.challenge;

import dev.glomers.runtime.Storage;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.SmallRyeConfigBuilder;
import jakarta.inject.Provider;
import java.util.Map;

/** Configurations that no file holds. */
public final class Configs {
  /** For nodes that keep everything in memory. */
  public static final Provider<Storage> NO_STORAGE =
      () -> {
        throw new AssertionError("in memory");
      };

  private Configs() {}

  /** The defaults, but for some properties, whose prefix is left out. */
  public static <C> C with(Class<C> mapping, Map<String, String> properties) {
    String prefix = mapping.getAnnotation(ConfigMapping.class).prefix();
    SmallRyeConfigBuilder builder =
        new SmallRyeConfigBuilder().addDefaultInterceptors().addDiscoveredConverters();
    properties.forEach((name, value) -> builder.withDefaultValue(prefix + "." + name, value));
    return builder.withMapping(mapping).build().getConfigMapping(mapping);
  }
}
