package dev.glomers.simulation;

import dev.glomers.part.ClassIndex;
import dev.glomers.part.Part;
import dev.glomers.runtime.Challenge;
import dev.glomers.runtime.KvClient;
import dev.glomers.runtime.MessageBus;
import dev.glomers.runtime.Scheduler;
import dev.glomers.runtime.Store;
import io.smallrye.config.ConfigMapping;
import jakarta.inject.Inject;
import jakarta.inject.Named;
import jakarta.inject.Provider;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Parameter;
import java.util.Arrays;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Replaces CDI in a simulated node: calls a challenge's constructor with arguments that match its
 * parameters' types and qualifiers.
 */
final class Wiring {
  private final Part part;
  private final Class<?> challenge;
  private final Map<Class<?>, Object> configs = new ConcurrentHashMap<>();

  private Wiring(Part part, Class<?> challenge) {
    this.part = part;
    this.challenge = challenge;
  }

  /**
   * Creates nodes that run the part's challenge.
   *
   * @throws NoSuchElementException if there is no such challenge
   */
  static NodeFactory of(Part part) {
    String name = part.challenge();
    Class<?> challenge =
        ClassIndex.annotatedBy(Named.class).stream()
            .filter(Challenge.class::isAssignableFrom)
            .filter(each -> each.getAnnotation(Named.class).value().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new NoSuchElementException("glomers.challenge: no challenge " + name));
    return of(part, challenge);
  }

  /** Creates nodes that run a challenge with the part's configuration. */
  static NodeFactory of(Part part, Class<?> challenge) {
    Wiring wiring = new Wiring(part, challenge);
    return collaborators -> (Challenge) wiring.create(wiring.challenge, collaborators);
  }

  private Object create(Class<?> type, Collaborators collaborators) {
    Constructor<?> constructor =
        constructor(type)
            .orElseThrow(
                () ->
                    new NoSuchElementException(
                        "glomers.challenge: no constructor of " + type.getName() + " has @Inject"));
    constructor.setAccessible(true);
    Object[] arguments =
        Arrays.stream(constructor.getParameters())
            .map(parameter -> resolve(parameter, collaborators))
            .toArray();
    try {
      return constructor.newInstance(arguments);
    } catch (InvocationTargetException e) {
      throw new IllegalStateException(e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The constructor that CDI would call, if there is one. */
  private static Optional<Constructor<?>> constructor(Class<?> type) {
    Constructor<?>[] all = type.getDeclaredConstructors();
    return Arrays.stream(all)
        .filter(
            each ->
                all.length == 1
                    || each.isAnnotationPresent(Inject.class)
                    || each.getParameterCount() == 0)
        .findFirst();
  }

  private Object resolve(Parameter parameter, Collaborators collaborators) {
    Class<?> type = parameter.getType();
    if (type == MessageBus.class) {
      return collaborators.bus();
    } else if (type == Scheduler.class) {
      return collaborators.scheduler();
    } else if (type == Provider.class) {
      return collaborators.storage();
    } else if (type == KvClient.class && parameter.isAnnotationPresent(Store.class)) {
      return collaborators.store(parameter.getAnnotation(Store.class).value());
    } else if (type.isAnnotationPresent(ConfigMapping.class)) {
      return configs.computeIfAbsent(type, part::config);
    } else if (type != KvClient.class && constructor(type).isPresent()) {
      return create(type, collaborators);
    }
    throw new IllegalStateException(
        "nothing to inject for %s of %s".formatted(parameter, parameter.getDeclaringExecutable()));
  }
}
