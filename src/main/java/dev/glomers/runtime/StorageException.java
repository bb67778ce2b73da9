package dev.glomers.runtime;

/** A journal that cannot be used; the message is one line for a human. */
public class StorageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public StorageException(String message) {
    super(message);
  }

  /** The disk took no more; what it had is as it was. */
  public static final class Full extends StorageException {
    private static final long serialVersionUID = 1L;

    public Full(String message) {
      super(message);
    }
  }
}
