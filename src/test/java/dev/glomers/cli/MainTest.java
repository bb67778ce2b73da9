package dev.glomers.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.quarkus.test.junit.main.Launch;
import io.quarkus.test.junit.main.LaunchResult;
import io.quarkus.test.junit.main.QuarkusMainTest;
import org.junit.jupiter.api.Test;

@QuarkusMainTest
class MainTest {
  @Test
  @Launch("parts")
  void listsTheParts(LaunchResult result) {
    assertThat(result.getOutputStream()).anyMatch(line -> line.matches("1-echo +echo"));
  }

  @Test
  @Launch("--version")
  void tellsVersionAndCommit(LaunchResult result) {
    assertThat(result.getOutput()).matches("glomers \\S+ \\([^$]+\\)");
  }

  @Test
  @Launch(
      value = {"node", "7"},
      exitCode = 2)
  void namesTheKnownPartsWhenAskedForAnother(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .startsWith("glomers: no part 7, only 1-echo 2-unique-ids");
  }

  @Test
  @Launch(
      value = {"node", "1-echo", "surplus"},
      exitCode = 2)
  void refusesSurplusArguments(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .contains("surplus", "usage: glomers node");
  }

  @Test
  @Launch(value = "frobnicate", exitCode = 2)
  void refusesAnUnknownCommand(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .contains("frobnicate", "usage: glomers");
  }

  @Test
  @Launch(
      value = {"watch", "http://x/#part=3c&colour=red"},
      exitCode = 2)
  void refusesAnAddressWithAnUnknownOption(LaunchResult result) {
    assertThat(result.getErrorStream())
        .singleElement()
        .asString()
        .contains("--colour", "usage: glomers watch ");
  }

  @Test
  @Launch(
      value = {"watch", "http://x/#part=3c&do=50%"},
      exitCode = 2)
  void refusesAnAddressThatCannotBeDecoded(LaunchResult result) {
    assertThat(result.getErrorStream()).singleElement().asString().endsWith("do=50%");
  }
}
