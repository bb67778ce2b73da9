package dev.glomers.protocol;

/**
 * Names of bodies. {@code record CommitOffsetsOk} is {@code commit_offsets_ok} on the wire; if the
 * enclosing class already has the message's name, the record's name ends in {@code Body}.
 */
public final class Body {
  private static final String SUFFIX = "Body";

  private static final ClassValue<String> TYPES =
      new ClassValue<>() {
        @Override
        protected String computeValue(Class<?> record) {
          String name = record.getSimpleName();
          return snakeCase(
              name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name);
        }
      };

  private Body() {}

  /** The {@code type} of this record's bodies. */
  public static String type(Class<?> record) {
    return TYPES.get(record);
  }

  static String snakeCase(String name) {
    StringBuilder type = new StringBuilder();
    for (int i = 0; i < name.length(); i++) {
      char c = name.charAt(i);
      if (Character.isUpperCase(c) && i > 0) {
        type.append('_');
      }
      type.append(Character.toLowerCase(c));
    }
    return type.toString();
  }
}
