package dev.glomers.runtime;

/** The journal cannot be used; the message is one line for a human. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  /** The disk is full; the journal is unchanged. */
  public static final class Full extends StorageException {
    private static final long serialVersionUID = 1L;

    public Full(String message) {
      super(message);
    }
  }
}
