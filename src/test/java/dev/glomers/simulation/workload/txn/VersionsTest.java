package dev.glomers.simulation.workload.txn;

import static org.assertj.core.api.Assertions.assertThat;

import dev.glomers.protocol.Json;
import dev.glomers.runtime.Inspectable;
import dev.glomers.simulation.workload.TxnProtocol.Txn;
import dev.glomers.simulation.workload.txn.TxnWorkload.TxnOk;
import dev.glomers.simulation.workload.txn.Versions.Strange;
import dev.glomers.simulation.workload.txn.Versions.Superseded;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VersionsTest {
  private final Versions versions = new Versions();
  private final Holder node = new Holder();
  private final Holder other = new Holder();

  private static final class Holder implements Inspectable {
    private final Map<Integer, Version> all = new HashMap<>();

    @Override
    public Set<Json> keys() {
      throw new UnsupportedOperationException();
    }

    @Override
    public @Nullable Version version(Json key) {
      return all.get(key.as(Integer.class));
    }
  }

  private static Inspectable.Version version(int value, long timestamp) {
    return new Inspectable.Version(Json.of(value), List.of(timestamp));
  }

  /** Of key 1. */
  private void see(Holder at, int value, long timestamp) {
    versions.see(at, "n0", 1, version(value, timestamp));
  }

  /** A node has read key 1 or, if so it is said, written it. */
  private void answers(Holder at, boolean wrote, int value) {
    Txn txn = new Txn("w", new int[] {1}, new int[] {wrote ? value : 0});
    versions.look(at, "n0", new TxnOk(txn, new int[] {value}));
  }

  private List<String> strange() {
    return versions.strange().stream().map(Strange::kind).toList();
  }

  @Test
  void comeInTheOrderOfTheirTimestamps() {
    see(node, 7, 1);
    see(node, 8, 3);
    see(other, 7, 1);
    assertThat(strange()).isEmpty();
    assertThat(versions.of(1)).isEqualTo(Map.of(7, version(7, 1), 8, version(8, 3)));
    assertThat(versions.of(2)).isEmpty();
  }

  @Test
  void haveOneTimestampEach() {
    see(node, 7, 1);
    see(other, 7, 2);
    assertThat(strange()).containsExactly("unstable-version");
    assertThat(versions.strange().get(0).words())
        .isEqualTo("key 1 = 7 at n0 has the timestamp [2], elsewhere or earlier [1]");
  }

  @Test
  void haveATimestampOfTheirOwn() {
    see(node, 7, 1);
    see(other, 8, 1);
    assertThat(strange()).containsExactly("reused-version");
    assertThat(versions.strange().get(0).words())
        .isEqualTo("key 1 = 7 and key 1 = 8 both have the timestamp [1]");
  }

  @Test
  void doNotGoBackAtANode() {
    see(node, 7, 1);
    see(node, 8, 2);
    see(node, 8, 2);
    assertThat(strange()).isEmpty();
    see(node, 7, 1);
    assertThat(strange()).containsExactly("version-went-back");
  }

  @Test
  void areLearntFromReads() {
    node.all.put(1, version(7, 1));
    answers(node, false, 7);
    assertThat(versions.of(1)).containsOnlyKeys(7);
    assertThat(versions.superseded()).isEmpty();
  }

  @Test
  void thatAreKnownAreNotLookedFor() {
    see(other, 7, 1);
    node.all.put(1, version(8, 2));
    answers(node, false, 7);
    answers(node, false, 0);
    assertThat(versions.of(1)).containsOnlyKeys(7);
  }

  @Test
  void areLearntFromWrites() {
    node.all.put(1, version(7, 1));
    answers(node, true, 7);
    assertThat(versions.of(1)).containsOnlyKeys(7);
    assertThat(versions.superseded()).isEmpty();
    assertThat(strange()).isEmpty();
  }

  @Test
  void thatHadLostAlreadyAreSuperseded() {
    node.all.put(1, version(8, 2));
    answers(node, true, 7);
    assertThat(versions.superseded()).containsExactly(new Superseded(1, 7, 8));
  }

  @Test
  void areThereOnceTheyAreAcknowledged() {
    answers(node, false, 7);
    assertThat(strange()).isEmpty();
    answers(node, true, 7);
    assertThat(strange()).containsExactly("lost-write");
    assertThat(versions.strange().get(0).words())
        .isEqualTo("n0 acknowledged key 1 = 7, but then had no value of that key");
  }

  @Test
  void ofWritesThatAreOverwrittenAtOnceAreNotLookedFor() {
    node.all.put(1, version(8, 1));
    versions.look(
        node, "n0", new TxnOk(new Txn("w", new int[] {1, 1}, new int[] {7, 8}), new int[] {7, 8}));
    assertThat(versions.superseded()).isEmpty();
  }
}
