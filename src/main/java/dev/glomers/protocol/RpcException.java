package dev.glomers.protocol;

import java.util.concurrent.CompletionException;

/** A failed request: a handler throws this to answer with an error, and a caller gets it. */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public RpcException(ErrorCode code, String text) {
    this(code.code(), text);
  }

  /** A failure with any code, even one that the protocol does not name. */
  public RpcException(int code, String text) {
    // Failures are values here, so they need no stack trace.
    super(text, null, false, false);
    this.code = code;
  }

  /**
   * The unwrapped cause of a stage's failure. Any failure but an {@code RpcException} is a fault of
   * the program itself: {@link ErrorCode#CRASH}.
   */
  public static RpcException from(Throwable failure) {
    Throwable cause = failure;
    while (cause instanceof CompletionException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause instanceof RpcException rpc
        ? rpc
        : new RpcException(ErrorCode.CRASH, String.valueOf(cause));
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  public boolean is(ErrorCode expected) {
    return code == expected.code();
  }

  /** Whether the operation certainly did not and will not happen. An unknown code is indefinite. */
  public boolean definite() {
    return ErrorCode.of(code).map(ErrorCode::definite).orElse(false);
  }
}
