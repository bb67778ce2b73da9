package dev.glomers.protocol;

import java.util.concurrent.CompletionException;

/** A request that failed: what a handler throws to answer with an error, and what a caller gets. */
public final class RpcException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final int code;

  public RpcException(ErrorCode code, String text) {
    this(code.code(), text);
  }

  /** A failure whose code need not be one that the protocol names. */
  public RpcException(int code, String text) {
    // Failures are values here: nobody reads where one was raised, so no stack is walked.
    super(text, null, false, false);
    this.code = code;
  }

  /**
   * What made a stage fail, without its wrapping. Any failure but an {@code RpcException} is one of
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
