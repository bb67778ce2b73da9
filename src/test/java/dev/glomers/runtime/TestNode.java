package dev.glomers.runtime;

import dev.glomers.protocol.Codec;
import dev.glomers.protocol.Message;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** A node whose lines a test writes and reads. Single quotes stand for double ones. */
public final class TestNode {
  private final List<String> sent = new ArrayList<>();
  private final List<String> logged = new ArrayList<>();
  private final Node node;

  public TestNode(Scheduler scheduler) {
    node = new Node(scheduler, this::transmit, logged::add);
  }

  private void transmit(String dest, byte[] line, int length) {
    sent.add(new String(line, 0, length, StandardCharsets.UTF_8).strip().replace('"', '\''));
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
    byte[] bytes = line.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    receive(bytes);
  }

  public void receive(byte[] line) {
    Message message = Codec.decode(line, 0, line.length);
    node.receive(message);
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
