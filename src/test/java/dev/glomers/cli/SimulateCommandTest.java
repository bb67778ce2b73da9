package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
class SimulateCommandTest {
  @Test
  @Launch({"simulate", "1", "--seeds", "3"})
  void saysThatAllSeedsAreValid(LaunchResult result) {
    assertThat(result.getOutputStream()).anyMatch(line -> line.matches("1-echo +valid 3 .*"));
  }

  @Test
  @Launch(
      value = {"simulate", "2", "--nemesis", "service-loss", "--rate", "10", "--json"},
      exitCode = 0)
  void tellsARunAsJson(LaunchResult result) {
    assertThat(result.getOutput())
        .contains("\"test\":\"2-unique-ids\"", "\"seed\":1", "\"valid\":true")
        .contains("glomers simulate 2-unique-ids --nemesis service-loss --rate 10 --seed 1");
  }

  @Test
  @Launch(
      value = {"simulate", "4", "--nemesis", "loss", "--recovery", "0", "--rate", "20"},
      exitCode = 1)
  void explainsAnInvalidRunAndHowToSeeItAgain(LaunchResult result) {
    assertThat(result.getOutput())
        .contains("invalid", "4-g-counter, seed 1")
        .contains("again: glomers simulate 4-g-counter --nemesis loss --recovery 0 --rate 20");
  }

  @Test
  @Launch({"simulate", "2", "--nemesis", "kill", "--victims", "one", "--rate", "10", "--json"})
  void saysWhoseDeathWasAskedFor(LaunchResult result) {
    assertThat(result.getOutput()).contains("--nemesis kill --victims one --rate 10 --seed 1");
  }

  @Test
  @Launch(
      value = {"simulate", "9"},
      exitCode = 2)
  void refusesAnUnknownPart(LaunchResult result) {
    assertThat(result.getErrorStream()).singleElement().asString().contains("no part 9");
  }

  @Test
  @Launch(
      value = {"simulate", "1", "--nemesis", "weather"},
      exitCode = 2)
  void refusesAnUnknownFault(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .contains("weather is none of", "partition");
  }

  @Test
  @Launch({"simulate", "2", "--rate", "10", "--time-limit", "5"})
  void saysWhenTheFaultsDidNothing(LaunchResult result) {
    assertThat(result.getOutput()).contains("did nothing: proves nothing");
  }
}
