package dev.glomers.simulation;

import dev.glomers.challenge.broadcast.Broadcast;
import dev.glomers.challenge.counter.Counter;
import dev.glomers.challenge.echo.Echo;
import dev.glomers.challenge.kafka.Kafka;
import dev.glomers.challenge.set.GSet;
import dev.glomers.challenge.txn.Txn;
import dev.glomers.challenge.uniqueids.UniqueIds;
import dev.glomers.gossip.Gossip;
import dev.glomers.gossip.GossipConfig;
import dev.glomers.part.Part;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.LinKv;
import dev.glomers.runtime.LwwKv;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.SeqKv;
import dev.glomers.runtime.TsoClient;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Does for a simulated node what CDI does for the real one: calls a challenge's {@code @Inject}
 * constructor with what its parameters' types and qualifiers ask for.
 */
final class Wiring {
  private static final List<Class<? extends Challenge>> CHALLENGES =
      List.of(
          Broadcast.class,
          Counter.class,
          Echo.class,
          GSet.class,
          Kafka.class,
          Txn.class,
          UniqueIds.class);

  private final Part part;
  private final Constructor<?> constructor;
  private final Map<Class<?>, Object> configs = new ConcurrentHashMap<>();

  private Wiring(Part part, Constructor<?> constructor) {
    this.part = part;
    this.constructor = constructor;
  }

  /**
   * Nodes that run the part's challenge.
   *
   * @throws NoSuchElementException if there is no such challenge
   */
  static NodeFactory of(Part part) {
    String name = part.challenge();
    Class<?> challenge =
        CHALLENGES.stream()
            .filter(each -> each.getAnnotation(Named.class).value().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new NoSuchElementException("glomers.challenge: no challenge " + name));
    Constructor<?> constructor =
        Arrays.stream(challenge.getDeclaredConstructors())
            .filter(each -> each.isAnnotationPresent(Inject.class) || each.getParameterCount() == 0)
            .findFirst()
            .orElseThrow();
    constructor.setAccessible(true);
    return new Wiring(part, constructor)::create;
  }

  private Challenge create(Collaborators collaborators) {
    Object[] arguments =
        Arrays.stream(constructor.getParameters())
            .map(parameter -> resolve(parameter, collaborators))
            .toArray();
    try {
      return (Challenge) constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  private Object resolve(Parameter parameter, Collaborators collaborators) {
    Class<?> type = parameter.getType();
    if (type == MessageBus.class) {
      return collaborators.bus();
    } else if (type == Scheduler.class) {
      return collaborators.scheduler();
    } else if (type == Gossip.class) {
      GossipConfig config =
          (GossipConfig) configs.computeIfAbsent(GossipConfig.class, part::config);
      return new Gossip(
          collaborators.bus(), collaborators.scheduler(), collaborators.storage(), config);
    } else if (type == TsoClient.class) {
      return collaborators.tso();
    } else if (type == KvClient.class && parameter.isAnnotationPresent(SeqKv.class)) {
      return collaborators.seqKv();
    } else if (type == KvClient.class && parameter.isAnnotationPresent(LinKv.class)) {
      return collaborators.linKv();
    } else if (type == KvClient.class && parameter.isAnnotationPresent(LwwKv.class)) {
      return collaborators.lwwKv();
    } else if (type.isAnnotationPresent(ConfigMapping.class)) {
      return configs.computeIfAbsent(type, part::config);
    }
    throw new IllegalStateException("nothing to inject for " + parameter);
  }
}
