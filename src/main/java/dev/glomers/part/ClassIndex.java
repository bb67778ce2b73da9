package dev.glomers.part;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.annotation.Annotation;
import java.util.List;
import java.util.Objects;
import org.jboss.jandex.AnnotationTarget;
import org.jboss.jandex.Index;
import org.jboss.jandex.IndexReader;

/**
 * The build's index of this application's classes, so that a new class needs no entry in a list.
 */
public final class ClassIndex {
  private static final Index INDEX = read();

  private ClassIndex() {}

  /** The classes that carry an annotation directly. */
  public static List<Class<?>> annotatedBy(Class<? extends Annotation> annotation) {
    return INDEX.getAnnotations(annotation).stream()
        .filter(found -> found.target().kind() == AnnotationTarget.Kind.CLASS)
        .<Class<?>>map(found -> load(found.target().asClass().name().toString()))
        .toList();
  }

  private static Class<?> load(String name) {
    try {
      return Class.forName(name, false, ClassIndex.class.getClassLoader());
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Index read() {
    try (InputStream in = ClassIndex.class.getResourceAsStream("/META-INF/glomers.idx")) {
      return new IndexReader(Objects.requireNonNull(in, "not built")).read();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
