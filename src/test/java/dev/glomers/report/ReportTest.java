package dev.glomers.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.glomers.example.Flood;
import dev.glomers.part.OfficialTest;
import dev.glomers.part.Part;
import dev.glomers.part.Parts;
import dev.glomers.part.Version;
import dev.glomers.simulation.NodeFactory;
import dev.glomers.simulation.Run;
import dev.glomers.simulation.Simulation;
import dev.glomers.simulation.Tests;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Part PART = Parts.find().get("1-echo");
  private static final NodeFactory FLOOD = collaborators -> new Flood(collaborators.bus());

  private final Recording recording = new Recording();

  @Test
  void aPageNeedsNothingElse() {
    assertThat(report(run(FLOOD)))
        .startsWith("<!DOCTYPE html>")
        .doesNotContainPattern("(src|href)\\s*=")
        .doesNotContain("@import", "url(", "{style}", "{data}");
  }

  @Test
  void itTellsTheVerdictAndHowToRepeatTheRun() {
    assertThat(report(run(FLOOD))).contains(">valid<", "glomers simulate it", Version.text());
  }

  @Test
  void itTellsTheAnomaliesInWords() {
    Run run = run(FLOOD, "partition");
    assertThat(report(run))
        .contains(">invalid<", "<b>lost</b>", run.anomalies().size() + " anomalies were found");
  }

  @Test
  void itDrawsEveryMessageAndOperationAndFault() throws IOException {
    Run run = run(FLOOD, "partition", "kill", "pause");
    JsonNode data = data(report(run));
    // The probe of each of five threads is a broadcast, of which four nodes are told.
    assertThat(data.at("/messages/sent").size()).isEqualTo((int) run.serverMessages() + 5 * 4);
    assertThat(data.at("/operations/start").size()).isEqualTo(run.operations() + 5);
    assertThat(data.at("/faults").findValuesAsText("name")).contains("partition", "kill", "pause");
    assertThat(data.at("/stops").findValuesAsText("kind")).contains("killed", "paused");
    assertThat(data.at("/lanes").get(4).asText()).isEqualTo("n4");
  }

  @Test
  void nothingThatANodeSaysCanBreakThePage() {
    NodeFactory hostile =
        collaborators ->
            (cluster, on) -> {
              throw new IllegalStateException("</script><script>alert(1)</script>");
            };
    assertThat(report(run(hostile))).doesNotContain("<script>alert");
  }

  private Run run(NodeFactory nodes, String... faults) {
    OfficialTest test = Tests.of("broadcast", 5, 20, 10, 20, faults);
    return Simulation.of(test, nodes).run(1, recording);
  }

  private String report(Run run) {
    return new Report(PART, false, "glomers simulate it", run, recording).html();
  }

  private static JsonNode data(String page) throws IOException {
    String start = "id=\"data\">";
    int from = page.indexOf(start) + start.length();
    return new ObjectMapper().readTree(page.substring(from, page.indexOf("</script>", from)));
  }
}
