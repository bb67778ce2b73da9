package dev.glomers.runtime;

import dev.glomers.protocol.Codec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A node whose lines a test writes and reads. Single quotes stand for double ones. The node's own
 * requests are numbered from 1.
 */
public final class TestNode {
  private static final Pattern REQUEST = Pattern.compile("(?<='msg_id':)\\d+");
  private static final Pattern REPLY = Pattern.compile("(?<=\"in_reply_to\":)\\d{1,9}");

  private final List<String> sent = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private final Node node;

  /** What the node's numbers are ahead by. */
  private long ahead;

  public TestNode(Scheduler scheduler) {
    node = new Node(scheduler, this::transmit, logged::add);
  }

  private void transmit(String dest, byte[] line, int length) {
    String text = new String(line, 0, length, StandardCharsets.UTF_8).strip().replace('"', '\'');
    Matcher request = REQUEST.matcher(text);
    if (ahead == 0 && request.find()) {
      ahead = Long.parseLong(request.group()) - 1;
    }
    sent.add(request.replaceAll(id -> String.valueOf(Long.parseLong(id.group()) - ahead)));
  }

  /** Hosts a challenge and makes the node {@code n1} of {@code n1} to {@code n3}. */
  public TestNode started(Challenge challenge) {
    node.host(challenge);
    receive("c0", "'type':'init','msg_id':1,'node_id':'n1','node_ids':['n1','n2','n3']");
    sent();
    return this;
  }

  public Node node() {
    return node;
  }

  /** Delivers a message to {@code n1}, given the inside of its body. */
  public void receive(String src, String body) {
    receive("{'src':'%s','dest':'n1','body':{%s}}".formatted(src, body));
  }

  /** Delivers a line. */
  public void receive(String line) {
    receive(line.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
  }

  public void receive(byte[] line) {
    // Latin-1 leaves all bytes as they are
    String theirs = new String(line, StandardCharsets.ISO_8859_1);
    String own =
        REPLY.matcher(theirs).replaceAll(id -> String.valueOf(Long.parseLong(id.group()) + ahead));
    byte[] bytes = own.getBytes(StandardCharsets.ISO_8859_1);
    node.receive(Codec.decode(bytes, 0, bytes.length));
  }

  /** What was sent since this was last called. */
  public List<String> sent() {
    List<String> lines = List.copyOf(sent);
    sent.clear();
    return lines;
  }

  /** What was logged since this was last called. */
  public List<String> logged() {
    List<String> lines = List.copyOf(logged);
    logged.clear();
    return lines;
  }
}
