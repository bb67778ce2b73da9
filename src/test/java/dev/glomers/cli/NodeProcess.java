package dev.glomers.cli;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A packaged node, alone in its cluster, and the other end of its pipes. */
public final class NodeProcess implements AutoCloseable {
  private final Process process;
  private final Writer in;
  private final BufferedReader out;
  private long lastId;

  /** Starts a node and tells it who it is. */
  public NodeProcess(ProcessBuilder command) throws IOException {
    process = command.start();
    in = process.outputWriter(StandardCharsets.UTF_8);
    out = process.inputReader(StandardCharsets.UTF_8);
    request("\"type\":\"init\",\"node_id\":\"n0\",\"node_ids\":[\"n0\"]");
  }

  public long pid() {
    return process.pid();
  }

  /** Sends a request, though not before the next {@link #flush}; its number. */
  public long request(String body) throws IOException {
    long id = ++lastId;
    in.write("{\"src\":\"c1\",\"dest\":\"n0\",\"body\":{\"msg_id\":" + id + "," + body + "}}\n");
    return id;
  }

  public void flush() throws IOException {
    in.flush();
  }

  /** Whether a reply is there already. */
  public boolean isReady() throws IOException {
    return out.ready();
  }

  /** The next reply; null if there is none any more. */
  public @Nullable Message reply() throws IOException {
    String line = out.readLine();
    if (line == null) {
      return null;
    }
    byte[] text = line.getBytes(StandardCharsets.UTF_8);
    Message message = Codec.decode(text, 0, text.length);
    // A kill may cut the last line short.
    return message.problem() == null ? message : null;
  }

  /** Sends a request; its reply, and those before it. */
  public List<Message> ask(String body) throws IOException {
    long id = request(body);
    flush();
    List<Message> replies = new ArrayList<>();
    for (Message next = reply(); next != null; next = reply()) {
      replies.add(next);
      if (next.inReplyTo() != null && next.inReplyTo() == id) {
        return replies;
      }
    }
    throw new IOException("no reply to " + body);
  }

  /** Kills it at once; what it had still said. */
  public List<Message> kill() throws IOException {
    // Process itself would close the pipes too.
    process.toHandle().destroyForcibly();
    List<Message> rest = new ArrayList<>();
    for (Message next = reply(); next != null; next = reply()) {
      rest.add(next);
    }
    close();
    return rest;
  }

  /** Ends it, if need be by force. */
  @Override
  public void close() {
    process.destroyForcibly();
    process.onExit().join();
    try {
      out.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
