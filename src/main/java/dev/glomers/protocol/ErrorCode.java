package dev.glomers.protocol;

import java.util.Optional;

/**
 * Maelstrom's error codes. A definite code promises that the operation did not happen and never
 * will; after an indefinite one it may have happened.
 *
 * @see <a href="https://github.com/jepsen-io/maelstrom/blob/main/doc/protocol.md#errors">Errors in
 *     Maelstrom's protocol</a>
 */
public enum ErrorCode {
  TIMEOUT(0, false),
  NODE_NOT_FOUND(1, true),
  NOT_SUPPORTED(10, true),
  TEMPORARILY_UNAVAILABLE(11, true),
  MALFORMED_REQUEST(12, true),
  CRASH(13, false),
  ABORT(14, true),
  KEY_DOES_NOT_EXIST(20, true),
  KEY_ALREADY_EXISTS(21, true),
  PRECONDITION_FAILED(22, true),
  TXN_CONFLICT(30, true);

  private final int code;
  private final boolean definite;

  ErrorCode(int code, boolean definite) {
    this.code = code;
    this.definite = definite;
  }

  /** The number on the wire. */
  public int code() {
    return code;
  }

  /** Whether the operation certainly did not and will not happen. */
  public boolean definite() {
    return definite;
  }

  /** The code with this number; empty for a number that the protocol does not name. */
  public static Optional<ErrorCode> of(int code) {
    for (ErrorCode candidate : values()) {
      if (candidate.code == code) {
        return Optional.of(candidate);
      }
    }
    return Optional.empty();
  }
}
