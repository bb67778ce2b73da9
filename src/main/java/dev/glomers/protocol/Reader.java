package dev.glomers.protocol;

import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads values of one Java type. */
interface Reader<T> {
  /**
   * Reads the input's current value; advances to its last token.
   *
   * @throws Misfit if it is not a value of this type
   */
  T read(Input in) throws IOException;

  /** The reader of a type; null fits {@link Json} alone. */
  static Reader<?> of(Type type) {
    if (type == Json.class) {
      return in -> Json.ofTrustedText(in.copy());
    }
    if (type instanceof ParameterizedType optional && optional.getRawType() == Optional.class) {
      Reader<?> reader = of(optional.getActualTypeArguments()[0]);
      return in -> Optional.of(reader.read(in));
    }
    Reader<?> reader =
        type instanceof ParameterizedType generic
            ? ofGeneric(generic.getRawType(), generic.getActualTypeArguments())
            : ofClass((Class<?>) type);
    return in -> {
      if (in.token() == JsonToken.VALUE_NULL) {
        throw new Misfit("null");
      }
      return reader.read(in);
    };
  }

  private static Reader<?> ofGeneric(Type type, Type[] arguments) {
    if (type == List.class) {
      return list(of(arguments[0]));
    } else if (type == Map.class && arguments[0] == String.class) {
      return map(of(arguments[1]));
    }
    throw new IllegalArgumentException("no JSON for " + type);
  }

  private static Reader<?> ofClass(Class<?> type) {
    if (type == String.class) {
      return Input::string;
    } else if (type == long.class || type == Long.class) {
      return Input::int64;
    } else if (type == int.class || type == Integer.class) {
      return Input::int32;
    } else if (type == BigInteger.class) {
      return Input::integer;
    } else if (type == boolean.class || type == Boolean.class) {
      return Input::bool;
    } else {
      return Shape.of(type)::read;
    }
  }

  private static <E> Reader<List<E>> list(Reader<E> element) {
    return in -> {
      in.expectArray();
      List<E> list = new ArrayList<>();
      while (in.nextElement()) {
        try {
          list.add(element.read(in));
        } catch (Misfit misfit) {
          throw misfit.in(list.size());
        }
      }
      return Collections.unmodifiableList(list);
    };
  }

  private static <V> Reader<Map<String, V>> map(Reader<V> value) {
    return in -> {
      in.expectObject();
      Map<String, V> map = new LinkedHashMap<>();
      for (String key = in.nextField(); key != null; key = in.nextField()) {
        try {
          map.put(key, value.read(in));
        } catch (Misfit misfit) {
          throw misfit.in(key);
        }
      }
      return Collections.unmodifiableMap(map);
    };
  }
}
