package dev.glomers.challenge.kafka;

import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;

/** Configurations that no file holds. */
final class Configs {
  private Configs() {}

  /** The defaults, but for some properties, whose prefix is left out. */
  static KafkaConfig with(Map<String, String> properties) {
    SmallRyeConfigBuilder builder = new SmallRyeConfigBuilder().addDiscoveredConverters();
    properties.forEach((name, value) -> builder.withDefaultValue("glomers.kafka." + name, value));
    return builder.withMapping(KafkaConfig.class).build().getConfigMapping(KafkaConfig.class);
  }
}
