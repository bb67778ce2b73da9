package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Tests;
import dev.glomers.watch.LiveRun;
import dev.glomers.watch.WatchServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a page gets from the server that {@code glomers watch} starts. */
class WatchTest {
  private static final String CALM = "part=3c&nemesis=none&time-limit=3&rate=10&recovery=1";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final HttpClient CLIENT = HttpClient.newHttpClient();
  private static WatchServer server;

  @BeforeAll
  static void start() throws IOException {
    server = new WatchServer(0, WatchSetting::telling);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "watch.js", "run?part=1", "0123456789abcdef0123456789abcdef/"})
  void whoDoesNotKnowTheTokenGetsNothing(String path) {
    URI outside = URI.create(server.address()).resolve("/" + path);
    assertThat(get(outside).statusCode()).isEqualTo(404);
  }

  @Test
  void itListensOnThisMachineAlone() {
    assertThat(server.address()).startsWith("http://127.0.0.1:");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../watch.js", "WatchServer.class", "%2e%2e/report.js", "report.html"})
  void itServesThePagesFilesAlone(String name) {
    assertThat(get(name).statusCode()).isEqualTo(404);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "watch.css", "watch.js", "palette.css", "draw.js"})
  void thePageLoadsNothingFromElsewhere(String name) {
    HttpResponse<String> file = get(name);
    assertThat(file.statusCode()).isEqualTo(200);
    assertThat(file.body()).doesNotContain("http:", "https:", "@import", "url(");
    assertThat(file.headers().firstValue("Content-Security-Policy").orElseThrow())
        .startsWith("default-src 'none'; script-src 'self'");
  }

  @Test
  void whatNodesAndClientsSayIsTextToThePage() {
    assertThat(get("watch.js").body())
        .doesNotContain("innerHTML", "outerHTML", "insertAdjacentHTML", "document.write", "eval(");
  }

  @Test
  void anAddressAlwaysTellsTheSame() {
    String hands = CALM + does("3.5 kill n1", "4 start n1", "4.2 cut n0", "4.4 ask n2");
    assertThat(run(hands)).isEqualTo(run(hands));
  }

  @Test
  void aPageCanBeToldTheRestAlone() {
    List<JsonNode> rest = run("from=4000000000&" + CALM);
    List<JsonNode> all = run(CALM);
    assertThat(rest.subList(1, rest.size()))
        .isEqualTo(all.stream().skip(1).filter(event -> event.get(1).asLong() >= 4e9).toList());
  }

  @Test
  void untilSomethingIsDoneByHandNothingIsDifferent() {
    assertThat(before(4.5, run(CALM + does("4.5 pause n3"))))
        .isEqualTo(before(4.5, run(CALM)))
        .isNotEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "4 kill n1, killed, n1",
    "4 pause n2, paused, n2",
    "4 cut n3 n0, fault, cut n0 n3",
    "4 cut n3, fault, cut n3"
  })
  void whatIsDoneByHandHappensThenAndEndsWithTheFaults(String done, String event, String what) {
    List<JsonNode> run = run(CALM + does(done));
    JsonNode began = first(run, event, what);
    assertThat(began.get(1).asLong()).isEqualTo(4_000_000_001L);
    String end = event.equals("killed") ? "started" : event.equals("paused") ? "resumed" : "ended";
    assertThat(last(run, end, what).get(1)).isEqualTo(first(run, "phase", "recovery").get(1));
  }

  @Test
  void whatWasBegunByHandCanBeEndedByHand() {
    List<JsonNode> run =
        run(CALM + does("3.5 kill n1", "4 start n1", "4.1 cut n0 n2", "4.5 mend n2 n0"));
    assertThat(last(run, "started", "n1").get(1).asLong()).isEqualTo(4_000_000_001L);
    assertThat(last(run, "ended", "cut n0 n2").get(1).asLong()).isEqualTo(4_500_000_001L);
    assertThat(named(run, "dropped").map(event -> event.get(3).asText()))
        .containsOnly("dead", "cut n0 n2");
  }

  @Test
  void oneMessageCanBeLost() {
    List<JsonNode> run = run(CALM + does("3 lose n0 n1"));
    List<JsonNode> lost = named(run, "dropped").toList();
    assertThat(lost).hasSize(1);
    String id = lost.get(0).get(2).asText();
    assertThat(named(run, "sent").filter(event -> event.get(2).asText().equals(id)))
        .singleElement()
        .satisfies(event -> assertThat(event.get(3).asText()).isEqualTo("n0"))
        .satisfies(event -> assertThat(event.get(4).asText()).isEqualTo("n1"));
  }

  @Test
  void aMessageOnItsWayCanBeLost() {
    String slow = CALM + "&latency=400";
    JsonNode sent = named(run(slow), "sent").findFirst().orElseThrow();
    String between =
        "%.1f lose %s %s"
            .formatted(
                sent.get(1).asLong() / 1e9 + 0.2, sent.get(3).asText(), sent.get(4).asText());
    assertThat(named(run(slow + does(between)), "dropped"))
        .singleElement()
        .satisfies(event -> assertThat(event.get(2)).isEqualTo(sent.get(2)))
        .satisfies(event -> assertThat(event.get(3).asText()).isEqualTo("by hand"));
  }

  @Test
  void anOperationOfTheTestsOwnIsCheckedLikeAllOthers() {
    List<JsonNode> run = run(CALM + does("4 ask n2"));
    assertThat(named(run, "invoked").filter(event -> event.get(1).asLong() == 4_000_000_001L))
        .singleElement()
        .satisfies(event -> assertThat(event.get(3).asText()).isEqualTo("n2"));
    assertThat(first(run, "end").get(2).asBoolean()).isTrue();
    assertThat(first(run, "end").get(3)).isEmpty();
  }

  @Test
  void requestsByHandCauseNoAnomaly() {
    String markup = "</script><b onclick='alert(1)'>";
    List<JsonNode> run =
        run(CALM + does("4 ask n2 {\"type\":\"broadcast\",\"message\":\"" + markup + "\"}"));
    JsonNode answer =
        named(run, "completed")
            .filter(event -> event.get(2).asText().startsWith("hand"))
            .findFirst()
            .orElseThrow();
    assertThat(answer.get(4).asText()).startsWith("ok, {\"type\":\"broadcast_ok\"");
    assertThat(named(run, "sent").map(event -> event.get(6).asText()))
        .anyMatch(body -> body.contains(markup));
    assertThat(first(run, "end").get(2).asBoolean()).isTrue();
    assertThat(first(run, "end").get(3).toString()).contains("the checker does not know");
  }

  @Test
  void aNodeShowsWhatItHolds() {
    List<JsonNode> all = run(CALM);
    long end = first(all, "phase", "last operations").get(1).asLong();
    List<JsonNode> run = before((end - 1) / 1e9, all);
    JsonNode first = first(run, "holds", "n0").get(3);
    assertThat(first.get("values").asInt()).isZero();
    assertThat(first.get("role").asText()).isEqualTo("one of a mesh");
    long broadcasts =
        named(run, "invoked").filter(each -> each.get(4).asText().startsWith("broadcast")).count();
    assertThat(last(run, "holds", "n0").get(3).get("values").asLong()).isEqualTo(broadcasts);
  }

  @Test
  void itTellsWhatTheCheckerFindsAndWhen() {
    List<JsonNode> run = run("part=4&nemesis=loss&recovery=0&rate=20");
    JsonNode found = first(run, "found");
    assertThat(found.get(2).asText()).isEqualTo("lost-add");
    assertThat(found.get(1).asLong())
        .isEqualTo(first(run, "phase", "last operations").get(1).asLong());
    assertThat(first(run, "end").get(2).asBoolean()).isFalse();
  }

  @Test
  void ofALiveRunAPageIsToldAllAndMayDoThings() throws IOException, InterruptedException {
    LiveRun live = new LiveRun();
    List<String> done = new ArrayList<>();
    live.direct(intervention -> done.add(intervention.toString()));
    live.trace().changed(1, "n0", "started");
    live.end(Simulation.of(Tests.of("echo", 1, 1, 1, 1), any -> (cluster, on) -> {}).run(1));
    try (WatchServer another = new WatchServer(0, live)) {
      HttpRequest act =
          HttpRequest.newBuilder(URI.create(another.address() + "do"))
              .POST(BodyPublishers.ofString("kill n0"))
              .build();
      assertThat(CLIENT.send(act, BodyHandlers.ofString()).statusCode()).isEqualTo(200);
      assertThat(get(URI.create(another.address() + "run")).body())
          .startsWith("\n[\"started\",1,\"n0\"]\n[\"end\",1,false");
    }
    assertThat(done).containsExactly("0 kill n0");
  }

  @ParameterizedTest
  @CsvSource({
    "part=3x, no part 3x",
    "part=3c&frob=1, --frob",
    "part=all, one part",
    "part=3c&seed=x, --seed",
    "part=3c&do=4%20shoot%20n1, no such intervention: shoot n1",
    "part=3c&do=kill%20n1, not an intervention such as 2.5 kill n1: kill n1",
    "part=3c&do=4%20kill%20n5, no node n5",
    "part=3c&do=4%20ask%20n1%20frob, not a JSON object: frob"
  })
  void anAddressThatIsNoneIsRefusedInWords(String address, String words) {
    HttpResponse<String> refusal = get("run?" + address);
    assertThat(refusal.statusCode()).isEqualTo(400);
    assertThat(refusal.body()).contains(words);
  }

  private static String does(String... what) {
    StringBuilder query = new StringBuilder();
    for (String each : what) {
      query.append("&do=").append(URLEncoder.encode(each, StandardCharsets.UTF_8));
    }
    return query.toString();
  }

  private static List<JsonNode> run(String address) {
    HttpResponse<String> answer = get("run?" + address);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body().lines().filter(line -> !line.isEmpty()).map(WatchTest::parse).toList();
  }

  private static JsonNode parse(String line) {
    try {
      return JSON.readTree(line);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Stream<JsonNode> named(List<JsonNode> run, String event) {
    return run.stream().filter(each -> each.get(0).asText().equals(event));
  }

  private static JsonNode first(List<JsonNode> run, String event) {
    return named(run, event).findFirst().orElseThrow();
  }

  private static JsonNode first(List<JsonNode> run, String event, String of) {
    return named(run, event)
        .filter(each -> each.get(2).asText().equals(of))
        .findFirst()
        .orElseThrow();
  }

  private static JsonNode last(List<JsonNode> run, String event, String of) {
    return named(run, event)
        .filter(each -> each.get(2).asText().equals(of))
        .filter(each -> !event.equals("holds") || each.get(3).has("values"))
        .reduce((one, next) -> next)
        .orElseThrow();
  }

  private static List<JsonNode> before(double seconds, List<JsonNode> run) {
    return run.stream().filter(event -> event.get(1).asLong() <= seconds * 1e9).toList();
  }

  private static HttpResponse<String> get(String path) {
    return get(URI.create(server.address() + path));
  }

  private static HttpResponse<String> get(URI address) {
    try {
      return CLIENT.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
