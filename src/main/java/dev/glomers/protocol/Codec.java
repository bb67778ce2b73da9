package dev.glomers.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.glomers.protocol.Shape.RecordShape;
import java.io.IOException;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Encodes messages as lines, and decodes them. */
public final class Codec {
  private static final ClassValue<Reader<?>> READERS =
      new ClassValue<>() {
        @Override
        protected Reader<?> computeValue(Class<?> type) {
          return Reader.of(type);
        }
      };

  private static final Set<String> COMMON_FIELDS = Set.of("type", "msg_id", "in_reply_to");

  private Codec() {}

  /** Reads one line without its line end. Never fails: an error becomes the message's problem. */
  public static Message decode(byte[] line, int offset, int length) {
    return decode(line, offset, length, Bodies.UNKNOWN);
  }

  /** The same, but a field besides the four that a line may have is a problem, as in Maelstrom. */
  public static Message decodeClosed(byte[] line) {
    return decode(line, 0, line.length, new Envelope(Bodies.UNKNOWN, true));
  }

  /**
   * The same as the first; a body whose type comes first is read at once, and not again when it is
   * requested.
   */
  public static Message decode(byte[] line, int offset, int length, Bodies bodies) {
    return decode(line, offset, length, new Envelope(bodies, false));
  }

  private static Message decode(byte[] line, int offset, int length, Envelope envelope) {
    try (Input in = new Input(line, offset, length)) {
      envelope.read(in);
    } catch (Misfit e) {
      // Read the envelope alone; a request for the body will fail with this misfit.
      return decode(line, offset, length);
    } catch (JsonProcessingException e) {
      envelope.problem = "not JSON: " + e.getOriginalMessage();
    } catch (IOException e) {
      // Reading from memory fails only for invalid UTF-8.
      envelope.problem = "not JSON: " + e.getMessage();
    }
    return envelope.message(line);
  }

  /**
   * Appends the line of a message, with its line end.
   *
   * @param msgId the number of a request; null if no reply is wanted
   * @param inReplyTo the number of the request; null if this is not a reply
   */
  public static void encode(
      Line out,
      String src,
      String dest,
      String type,
      @Nullable Long msgId,
      @Nullable Long inReplyTo,
      Object body) {
    encodeHead(out, src, dest, type, msgId, inReplyTo);
    Shape.of(body.getClass()).writeFields(body, out);
    out.text("}}\n");
  }

  /** Appends everything before the body's own fields; returns where the body begins. */
  static int encodeHead(
      Line out,
      String src,
      String dest,
      String type,
      @Nullable Long msgId,
      @Nullable Long inReplyTo) {
    out.text("{\"src\":").string(src).text(",\"dest\":").string(dest).text(",\"body\":");
    int body = out.length();
    out.text("{\"type\":").string(type);
    if (msgId != null) {
      out.text(",\"msg_id\":").number(msgId);
    }
    if (inReplyTo != null) {
      out.text(",\"in_reply_to\":").number(inReplyTo);
    }
    return body;
  }

  static <T> T read(byte[] text, int offset, int length, Class<T> type) {
    try (Input in = new Input(text, offset, length)) {
      in.next();
      @SuppressWarnings("unchecked") // Not type.cast: long.class has Longs
      T value = (T) READERS.get(type).read(in);
      return value;
    } catch (IOException e) {
      throw new RpcException(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  /** Reads an object that has the record's components and the common fields, and no others. */
  static <R extends Record> R readClosed(byte[] text, int offset, int length, Class<R> record) {
    RecordShape.Fields fields = Objects.requireNonNull(Shape.of(record).fields());
    try (Input in = new Input(text, offset, length)) {
      in.next();
      fields.readAll(in, COMMON_FIELDS::contains);
      if (in.next() != null) {
        throw new Misfit("more than one JSON value");
      }
      return record.cast(fields.toRecord());
    } catch (IOException e) {
      throw new RpcException(ErrorCode.MALFORMED_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  /** The parts of a line, gathered while it is read. */
  private static final class Envelope {
    private final Bodies bodies;
    private final boolean closed;
    private @Nullable String src;
    private @Nullable String dest;
    private @Nullable String type;
    private @Nullable Long msgId;
    private @Nullable Long inReplyTo;
    private int bodyOffset;
    private int bodyLength;
    private @Nullable String problem;

    /** The body's own fields; null if they are not read, because the type or record is unknown. */
    private RecordShape.@Nullable Fields fields;

    /** Whether one of the body's own fields was skipped. */
    private boolean skipped;

    private @Nullable Object body;

    /**
     * @param closed whether fields that Maelstrom does not know are a problem
     */
    Envelope(Bodies bodies, boolean closed) {
      this.bodies = bodies;
      this.closed = closed;
    }

    void read(Input in) throws IOException {
      JsonToken first = in.next();
      if (first != JsonToken.START_OBJECT) {
        problem = first == null ? "an empty line" : "not a JSON object";
        return;
      }
      boolean hasBody = false;
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        switch (field) {
          case "src" -> src = string(in, "src");
          case "dest" -> dest = string(in, "dest");
          case "body" -> {
            hasBody = true;
            bodyOffset = in.tokenStart();
            readBody(in);
            bodyLength = in.tokenEnd() - bodyOffset;
          }
          default -> {
            if (closed && !field.equals("id")) {
              fail(field + ": no field of a message: these are src, dest, body and id");
            } else if (closed && in.token() != JsonToken.VALUE_NUMBER_INT) {
              fail("id: not an integer");
            }
            in.skip();
          }
        }
      }
      if (in.next() != null) {
        fail("more than one JSON value on a line");
      } else if (src == null) {
        fail("src: missing");
      } else if (dest == null) {
        fail("dest: missing");
      } else if (!hasBody) {
        fail("body: missing");
      } else if (type == null) {
        fail("body.type: missing");
      }
    }

    private void readBody(Input in) throws IOException {
      // The last of several bodies counts.
      type = null;
      msgId = null;
      inReplyTo = null;
      fields = null;
      skipped = false;
      body = null;
      if (in.token() != JsonToken.START_OBJECT) {
        fail("body: not an object");
        in.skip();
        return;
      }
      for (String field = in.nextField(); field != null; field = in.nextField()) {
        switch (field) {
          case "type" -> {
            type = string(in, "body.type");
            fields = skipped ? null : fields();
          }
          case "msg_id" -> msgId = integer(in, "body.msg_id");
          case "in_reply_to" -> inReplyTo = integer(in, "body.in_reply_to");
          default -> readOwn(field, in);
        }
      }
      if (fields != null) {
        body = fields.toRecord();
      }
    }

    private void readOwn(String field, Input in) throws IOException {
      if (fields == null) {
        skipped = true;
        in.skip();
      } else if (!fields.read(field, in)) {
        in.skip();
      }
    }

    private RecordShape.@Nullable Fields fields() {
      Class<?> record = type == null ? null : bodies.of(type);
      return record == null ? null : Shape.of(record).fields();
    }

    private @Nullable String string(Input in, String field) throws IOException {
      try {
        return in.string();
      } catch (Misfit misfit) {
        fail(misfit.in(field).getMessage());
        in.skip();
        return null;
      }
    }

    private @Nullable Long integer(Input in, String field) throws IOException {
      try {
        return in.int64();
      } catch (Misfit misfit) {
        fail(misfit.in(field).getMessage());
        in.skip();
        return null;
      }
    }

    /** Only the first problem is reported. */
    private void fail(String what) {
      if (problem == null) {
        problem = what;
      }
    }

    Message message(byte[] line) {
      return new Message(
          src, dest, type, msgId, inReplyTo, line, bodyOffset, bodyLength, body, problem);
    }
  }
}
