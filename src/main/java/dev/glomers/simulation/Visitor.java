package dev.glomers.simulation;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Sends a node one request of any kind, and takes any answer. */
final class Visitor implements Endpoint {
  private final String id;
  private final World world;
  private final CompletableFuture<String> answer = new CompletableFuture<>();

  Visitor(String id, World world) {
    this.id = id;
    this.world = world;
  }

  /**
   * @param request a body in JSON
   * @return the body of the answer
   */
  CompletionStage<String> ask(String node, String request) {
    world.network().connect(this);
    byte[] line =
        "{\"src\":\"%s\",\"dest\":\"%s\",\"body\":%s}\n"
            .formatted(id, node, body(request).put("msg_id", 1))
            .getBytes(StandardCharsets.UTF_8);
    world.network().send(id, node, line, line.length);
    return answer;
  }

  /**
   * @throws IllegalArgumentException if the request is not a body
   */
  static ObjectNode body(String request) {
    try {
      if (new ObjectMapper().readTree(request) instanceof ObjectNode body) {
        return body;
      }
    } catch (JsonProcessingException e) {
      // No body either
    }
    throw new IllegalArgumentException("not a JSON object: " + request);
  }

  @Override
  public String id() {
    return id;
  }

  @Override
  public void receive(Packet packet) {
    world.delivered(packet);
    String text = packet.message().toString();
    answer.complete(text.substring(text.indexOf(' ', text.indexOf("-> ") + 3) + 1));
  }
}
