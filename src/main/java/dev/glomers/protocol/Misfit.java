package dev.glomers.protocol;

import java.io.IOException;

/** A JSON value does not fit its Java type; the message says where and why. */
final class Misfit extends IOException {
  private static final long serialVersionUID = 1L;

  private String path = "";

  /**
   * @param reason what is wrong with the value, such as {@code not a string}
   */
  Misfit(String reason) {
    super(reason);
  }

  /** Adds the field that holds the value to the path. */
  Misfit in(String field) {
    path = path.isEmpty() || path.startsWith("[") ? field + path : field + "." + path;
    return this;
  }

  /** Adds the array index of the value to the path. */
  Misfit in(int index) {
    String element = "[" + index + "]";
    path = path.isEmpty() || path.startsWith("[") ? element + path : element + "." + path;
    return this;
  }

  /** Such as {@code offsets.k1: not a 64-bit integer} or {@code txn[2]: null}. */
  @Override
  public String getMessage() {
    return (path.isEmpty() ? "body" : path) + ": " + super.getMessage();
  }

  /** A misfit is an answer, not a bug, so it needs no stack trace. */
  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
