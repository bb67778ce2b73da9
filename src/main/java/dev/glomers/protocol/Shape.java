package dev.glomers.protocol;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonValue;
import java.io.IOException;
import java.lang.annotation.Annotation;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How instances of one of our classes are written as JSON and read back.
 *
 * <p>This uses Jackson's annotations and parser but not its data binding: if that inspected {@code
 * init}'s records, a node would need 1.22 times the CPU time until {@code init_ok} on JDK 17, and
 * 1.29 times on 25.
 */
abstract class Shape {
  private static final ClassValue<Shape> SHAPES =
      new ClassValue<>() {
        @Override
        protected Shape computeValue(Class<?> type) {
          Method value = annotated(type, JsonValue.class);
          Method creator = annotated(type, JsonCreator.class);
          if (value != null && creator != null) {
            return new ValueShape(value, creator);
          }
          if (type.isRecord()) {
            return new RecordShape(type);
          }
          throw new IllegalArgumentException("no JSON for " + type);
        }
      };

  static Shape of(Class<?> type) {
    return SHAPES.get(type);
  }

  abstract void write(Object instance, Line out);

  /** Reads the input's current value. */
  abstract Object read(Input in) throws IOException;

  /** Appends the fields of an object, each after a comma. */
  void writeFields(Object instance, Line out) {
    throw new IllegalArgumentException("not an object: " + instance.getClass());
  }

  /** Takes an object's fields one by one; null if instances are not objects. */
  RecordShape.@Nullable Fields fields() {
    return null;
  }

  private static @Nullable Method annotated(Class<?> type, Class<? extends Annotation> annotation) {
    return Stream.concat(Stream.of(type), Arrays.stream(type.getInterfaces()))
        .flatMap(declaring -> Arrays.stream(declaring.getDeclaredMethods()))
        .filter(method -> method.isAnnotationPresent(annotation))
        .findFirst()
        .orElse(null);
  }

  private static <T extends AccessibleObject> T open(T member) {
    member.setAccessible(true);
    return member;
  }

  private static @Nullable Object get(Method method, Object instance) {
    try {
      return method.invoke(instance);
    } catch (IllegalAccessException | InvocationTargetException e) {
      throw new IllegalArgumentException("no JSON for " + instance.getClass(), e);
    }
  }

  /** A class that refuses a value says in its exception what is wrong. */
  private static Misfit refused(ReflectiveOperationException e) {
    return new Misfit(String.valueOf(e.getCause() == null ? e : e.getCause().getMessage()));
  }

  /**
   * A record as an object of its components in snake case; with {@code @JsonFormat(shape = ARRAY)}
   * as an array of them. All components are required except {@code Optional} ones; in an array only
   * the last can be optional.
   */
  static final class RecordShape extends Shape {
    private final boolean array;
    private final List<String> names = new ArrayList<>();
    private final List<Method> accessors = new ArrayList<>();
    private final List<Type> types = new ArrayList<>();
    private final Constructor<?> constructor;

    /** The values of missing components; null for a required one. */
    private final @Nullable Object[] absent;

    /** Created on first use: some records are only written, and have unreadable components. */
    private @Nullable List<Reader<?>> readers;

    RecordShape(Class<?> type) {
      JsonFormat format = type.getAnnotation(JsonFormat.class);
      array = format != null && format.shape() == JsonFormat.Shape.ARRAY;
      List<Class<?>> classes = new ArrayList<>();
      for (RecordComponent component : type.getRecordComponents()) {
        names.add(Body.snakeCase(component.getName()));
        accessors.add(open(component.getAccessor()));
        types.add(component.getGenericType());
        classes.add(component.getType());
      }
      absent =
          classes.stream().map(each -> each == Optional.class ? Optional.empty() : null).toArray();
      try {
        constructor = open(type.getDeclaredConstructor(classes.toArray(Class<?>[]::new)));
      } catch (NoSuchMethodException e) {
        throw new IllegalStateException(e);
      }
    }

    @Override
    void write(Object instance, Line out) {
      int start = out.length();
      if (array) {
        for (int i = 0; i < accessors.size(); i++) {
          Object value = get(accessors.get(i), instance);
          if (!Optional.empty().equals(value)) {
            out.text(",").value(value);
          }
        }
        out.enclose(start, '[', ']');
      } else {
        writeFields(instance, out);
        out.enclose(start, '{', '}');
      }
    }

    @Override
    void writeFields(Object instance, Line out) {
      for (int i = 0; i < accessors.size(); i++) {
        Object value = get(accessors.get(i), instance);
        if (!Optional.empty().equals(value)) {
          out.text(",\"").text(names.get(i)).text("\":").value(value);
        }
      }
    }

    private Reader<?> reader(int i) {
      if (readers == null) {
        readers = types.stream().<Reader<?>>map(Reader::of).toList();
      }
      return readers.get(i);
    }

    @Override
    Object read(Input in) throws IOException {
      Fields fields = new Fields();
      if (array) {
        in.expectArray();
        for (int i = 0; in.nextElement(); i++) {
          fields.element(i, in);
        }
      } else {
        fields.readAll(in, field -> true);
      }
      return fields.toRecord();
    }

    @Override
    @Nullable Fields fields() {
      return array ? null : new Fields();
    }

    /** A record's components as they are read. */
    final class Fields {
      private final @Nullable Object[] values = absent.clone();

      /**
       * Reads the input's current value; false, and reads nothing, if no component has this name.
       */
      boolean read(String field, Input in) throws IOException {
        int i = names.indexOf(field);
        if (i >= 0) {
          try {
            values[i] = reader(i).read(in);
          } catch (Misfit misfit) {
            throw misfit.in(field);
          }
        }
        return i >= 0;
      }

      /**
       * Reads the object that is the input's current value.
       *
       * @param others whether a field that no component names is allowed
       */
      void readAll(Input in, Predicate<String> others) throws IOException {
        in.expectObject();
        for (String field = in.nextField(); field != null; field = in.nextField()) {
          if (!read(field, in)) {
            if (!others.test(field)) {
              throw new Misfit("not in the protocol").in(field);
            }
            in.skip();
          }
        }
      }

      private void element(int i, Input in) throws IOException {
        if (i == values.length) {
          throw new Misfit("more than " + values.length + " elements");
        }
        try {
          values[i] = reader(i).read(in);
        } catch (Misfit misfit) {
          throw misfit.in(i);
        }
      }

      /**
       * The record with the values that were read.
       *
       * @throws Misfit if a field is missing, or the record refuses what it got
       */
      Object toRecord() throws Misfit {
        for (int i = 0; i < values.length; i++) {
          if (values[i] == null) {
            throw new Misfit("missing").in(names.get(i));
          }
        }
        try {
          return constructor.newInstance(values);
        } catch (ReflectiveOperationException e) {
          throw refused(e);
        }
      }
    }
  }

  /** The value of a {@code @JsonValue} method, which a static {@code @JsonCreator} method reads. */
  private static final class ValueShape extends Shape {
    private final Method value;
    private final Method creator;
    private final Reader<?> reader;

    ValueShape(Method value, Method creator) {
      this.value = open(value);
      this.creator = open(creator);
      reader = Reader.of(creator.getGenericParameterTypes()[0]);
    }

    @Override
    void write(Object instance, Line out) {
      out.value(get(value, instance));
    }

    @Override
    Object read(Input in) throws IOException {
      try {
        return creator.invoke(null, reader.read(in));
      } catch (ReflectiveOperationException e) {
        throw refused(e);
      }
    }
  }
}
