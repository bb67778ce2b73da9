package dev.glomers.simulation;

import dev.glomers.protocol.Body;
import dev.glomers.protocol.Message;
import org.jspecify.annotations.Nullable;

/** The answer of a {@link TestCluster}'s node to a client. */
public final class TestReply {
  private @Nullable Message message;
  private Runnable then = () -> {};

  TestReply() {}

  public boolean arrived() {
    return message != null;
  }

  public boolean isOk() {
    return message != null && !"error".equals(message.type());
  }

  /** Runs an action when the reply is sent: now, or in the same step as what it answers. */
  public void then(Runnable action) {
    if (arrived()) {
      action.run();
    } else {
      then = action;
    }
  }

  void arrive(Message reply) {
    message = reply;
    then.run();
  }

  record Error(int code) {}

  /** The code of the error that answers it. */
  public int error() {
    return body(Error.class).code();
  }

  /** The body of what answers it, which must be of the type that the record stands for. */
  public <B extends Record> B body(Class<B> type) {
    return body(Body.type(type), type);
  }

  /** The body of what answers it, which must be of that type. */
  public <B> B body(String type, Class<B> as) {
    if (message == null || !type.equals(message.type())) {
      throw new AssertionError("expected " + type + ", not " + message);
    }
    return message.body(as);
  }
}
